/** Sums of checksums are kept below this power of two, so that neither engine nor JavaScript rounds them (sync §3.10). */
export const SUM_MODULUS = 4_503_599_627_370_496;
