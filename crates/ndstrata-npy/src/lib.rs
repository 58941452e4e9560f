//! The .npy and .npz formats: read, write, map, append.
