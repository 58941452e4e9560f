//! Every function of the workspace by its NumPy name, and expressions over them.
