import { useEffect, useState } from 'react';
import type { PresentPerson } from '../../src-shared/contract/server/audit.contract.ts';
import { api } from '../api/client.ts';

const SAY_EVERY_MS = 20_000;
/** Walking through the queue is not opening: only a claim looked at for so long is said to be open. */
const SETTLE_MS = 700;

/** Who else has this claim open (claims §3.6): advisory, asked of the server while the claim stands here. */
export function usePresence(claimId: string): readonly PresentPerson[] {
  const [others, setOthers] = useState<readonly PresentPerson[]>([]);
  useEffect(() => {
    let left = false;
    let said = false;
    const say = (): void => {
      said = true;
      api.claims.presence({ claimId, open: true }).then(
        (answer) => {
          if (!left) setOthers(answer.others);
        },
        () => undefined, // a warning that cannot be had is no warning
      );
    };
    const first = setTimeout(say, SETTLE_MS);
    const again = setInterval(say, SAY_EVERY_MS);
    return () => {
      left = true;
      clearTimeout(first);
      clearInterval(again);
      setOthers([]);
      if (said) api.claims.presence({ claimId, open: false }).catch(() => undefined);
    };
  }, [claimId]);
  return others;
}
