/** A list holds the order of so many rows; a longer one is read as it stands (decision 0070). */
export const MOST_FROZEN = 20_000;
