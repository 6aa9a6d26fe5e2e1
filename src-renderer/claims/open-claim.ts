import { navigate } from '../ui/navigation.ts';

/** Opens the claim as a page; Esc there comes back to the same row. */
export const openClaim = (claim: { id: string }): void => navigate('claim', claim.id);
