import { useTranslation } from 'react-i18next';
import type { CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Steps } from '../ui/Steps.tsx';
import { Tag } from '../ui/Tag.tsx';
import { COUNT_TONES } from './counts.columns.tsx';

/** The way of a sheet; where it stands is marked. */
const WAY: readonly (readonly [string, readonly string[]])[] = [
  ['release', ['RELEASED']],
  ['count', ['COUNTING']],
  ['recount', ['RECOUNT']],
  ['review', ['REVIEW']],
  ['post', ['POSTED', 'CLOSED']],
];

export function SheetHead({ detail, onBack }: { detail: CountSheetDetail; onBack: () => void }) {
  const { t } = useTranslation();
  const { sheet } = detail;
  const here = WAY.findIndex(([, statuses]) => statuses.includes(sheet.status));
  return (
    <div className="tools count-head">
      <Button onClick={onBack} keyName="Esc">
        {t('ui.back')}
      </Button>
      <h2 className="mono">{sheet.sheetNo}</h2>
      <Tag tone={COUNT_TONES[sheet.status]} testId="count-status">
        {t(`countStatus.${sheet.status}`)}
      </Tag>
      <span className="tag wait">
        {[
          t(`countType.${sheet.type}`),
          sheet.warehouseName,
          ...(sheet.zone === null ? [] : [t('counts.inZone', { zone: sheet.zone })]),
          t(sheet.isBlind === 1 ? 'counts.blind' : 'counts.open'),
          ...(sheet.round > 1 ? [t('counts.roundNo', { round: sheet.round })] : []),
        ].join(' · ')}
      </span>
      <span className="grow" />
      <Steps label={t('counts.way')} steps={WAY.map(([name]) => t(`countStep.${name}`))} here={here} />
    </div>
  );
}
