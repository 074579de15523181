/** Two-sided 90 % of a normal distribution: its 95 % quantile. */
export const Z_90 = 1.6448536269514722;
