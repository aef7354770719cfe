/**
 * Arrays in NumPy's files, {@code .npy} and {@code .npz}, in pure Java: every file that NumPy writes with numbers or truth values in it can be read (both byte
 * orders, C and Fortran order), and a damaged or hostile one is refused before anything is allocated for it. ND4J's own reader takes Fortran order for C order
 * and ends the process on a foreign byte order, so it is not used.
 */
package org.automtl4j.core.npy;
