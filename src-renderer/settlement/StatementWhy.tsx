import { useTranslation } from 'react-i18next';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatFen } from '../ui/format.ts';
import { reckoningOf } from './reckoning.ts';

/** Why the statement comes to this: every amount of it with what it is made of (design §9.3). */
export function StatementWhy({ detail, onClose }: { detail: StatementDetail; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('settlement.whyTitle', { no: detail.statement.no })}
      onClose={onClose}
      width={760}
      testId="statement-why-dialog"
      foot={
        <Button onClick={onClose} keyName="Esc">
          {t('ui.close')}
        </Button>
      }
    >
      <table className="trace">
        <thead>
          <tr>
            <th>{t('claims.step')}</th>
            <th className="num">{t('claims.amount')}</th>
            <th>{t('claims.because')}</th>
          </tr>
        </thead>
        <tbody>
          {reckoningOf(detail, t).map(({ label, fen, because, isSum }) => (
            <tr key={label} className={isSum === true ? 'last' : ''} data-testid="statement-why-row">
              <td>{label}</td>
              <td className={fen < 0 ? 'num cut' : 'num'}>{formatFen(fen)}</td>
              <td>
                <small>{because}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
