import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { ClaimDesk } from './ClaimDesk.tsx';
import { ClaimHeader } from './ClaimHeader.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { LinkSection } from './LinkSection.tsx';
import { LineTable } from './LineTable.tsx';
import { useClaimDetail } from './use-claim-detail.ts';

const back = (): void => navigate('claims');

/** One claim with the whole width: lines on the left, evidence on the right; the same keys as in the queue. */
export function ClaimPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const answer = useClaimDetail(id);
  const stay = useCallback(() => undefined, []);
  const print = (): void => {
    if (id !== null) requestPrint({ subject: 'claim', ids: [id] });
  };
  useKeys({ 'Ctrl+KeyP': print });
  return (
    <LoadedPage answer={answer} back={back}>
      {(data) => (
        <div className="work claims-work page" data-testid="claim-page">
          <ClaimDesk key={data.claim.id} detail={data} onDecided={stay}>
            {(doors) => (
              <>
                <Panel>
                  <div className="tools">
                    <Button onClick={back} keyName="Esc">
                      {t('claims.backToQueue')}
                    </Button>
                    <span className="grow" />
                    <Button onClick={print} keyName="Ctrl P" testId="print">
                      {t('print.button')}
                    </Button>
                  </div>
                  <ClaimHeader detail={data} doors={doors} />
                  <div className="scroll">
                    <LineTable detail={data} onWhy={doors.onWhy} />
                    <LinkSection claimId={data.claim.id} />
                  </div>
                </Panel>
                <Panel>
                  <EvidencePanel detail={data} doors={doors} />
                </Panel>
              </>
            )}
          </ClaimDesk>
        </div>
      )}
    </LoadedPage>
  );
}
