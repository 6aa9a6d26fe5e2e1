import { useTranslation } from 'react-i18next';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Tag } from '../ui/Tag.tsx';
import type { DeskDoors } from './ClaimDesk.tsx';

interface HolderLineProps {
  claim: Pick<ClaimRow, 'holderId' | 'holderName'>;
  doors: Pick<DeskDoors, 'onTake' | 'onHandOver'>;
}

/** Who has the claim in hand, with the keys that take it and hand it on (0210); nothing once it is nobody's work any more. */
export function HolderLine({ claim, doors }: HolderLineProps) {
  const { t } = useTranslation();
  const me = useSession().data?.user?.id;
  const { holderId, holderName } = claim;
  if (holderId === null && doors.onHandOver === null) return null;
  return (
    <div className="row holder-line" data-testid="claim-holder">
      <span>
        {t('claims.holder')}{' '}
        {holderId === null ? (
          t('claims.holderNobody')
        ) : (
          <Tag tone={holderId === me ? 'ok' : 'wait'}>{holderId === me ? t('claims.holderMe') : holderName}</Tag>
        )}
      </span>
      {doors.onTake === null ? null : (
        <Button look="link" keyName="G" onClick={doors.onTake} testId="action-take">
          {t('action.TAKE')}
        </Button>
      )}
      {doors.onHandOver === null ? null : (
        <Button look="link" keyName="Y" onClick={doors.onHandOver} testId="action-hand-over">
          {t('action.HAND_OVER')}
        </Button>
      )}
    </div>
  );
}
