import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';

/** The content of an attachment as something an image can show; asked for when it comes into view and then kept. */
export function usePicture(fileSha256: string | null): UseQueryResult<{ address: string | null }> {
  return useQuery({
    queryKey: ['claims', 'picture', fileSha256],
    queryFn: async () => {
      const { contentType, contentBase64 } = await api.claims.picture({ fileSha256: fileSha256 ?? '' });
      return { address: contentType.startsWith('image/') ? `data:${contentType};base64,${contentBase64}` : null };
    },
    enabled: fileSha256 !== null,
    // A content never changes under its fingerprint; rows that move do not ask for it again.
    staleTime: Infinity,
    retry: (count, error) => count < 3 && problemOf(error).reason === 'core-away',
  });
}
