//! Text tables: loadtxt, savetxt, genfromtxt.
