import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReconRunRow } from '../../src-shared/contract/reconciliation.contract.ts';
import { formatInteger, formatPercent } from '../ui/format.ts';
import { Tag } from '../ui/Tag.tsx';
import { RUN_TONES } from './recon.columns.tsx';

/** What the run comes to: how many keys agree, and on which side the others are wrong. */
export function RunTiles({ run }: { run: ReconRunRow }) {
  const { t } = useTranslation();
  const shareBp = run.keyCount === 0 ? 0 : Math.round((run.agreeCount * 10_000) / run.keyCount);
  return (
    <div className="recon-tiles">
      <div className="panel recon-tile" data-testid="recon-head">
        <small>{t('recon.cutoffOf', { date: run.cutoffDate })}</small>
        <b className="words" title={run.warehouseNames}>
          {run.warehouseNames}
        </b>
        <span>
          {t('recon.ledgerAndErp', {
            ...{ no: run.runNo, seq: formatInteger(run.ledgerSeq), rows: formatInteger(run.erpRows) },
          })}
        </span>
        <Tag tone={RUN_TONES[run.status]} testId="recon-status">
          {t(`reconStatus.${run.status}`)}
        </Tag>
      </div>
      <Tile name={t('recon.agree')} value={run.agreeCount} look="ok" testId="recon-agree">
        {formatPercent(shareBp)}
      </Tile>
      <Tile name={t('reconVerdict.PHYSICAL_VARIANCE')} value={run.physicalCount} look="bad">
        {t('recon.physicalHint')}
      </Tile>
      <Tile name={t('reconVerdict.ERP_SIDE')} value={run.erpSideCount}>
        {t('recon.erpHint')}
      </Tile>
      <Tile name={t('reconVerdict.SYSTEM_SIDE')} value={run.systemSideCount}>
        {t('recon.systemHint', { mixed: run.mixedCount, notCounted: run.notCountedCount })}
      </Tile>
      <Tile name={t('recon.unexplained')} value={run.unexplainedCount} look="warn" testId="recon-unexplained">
        {t('recon.unownedHint', { number: run.unownedCount })}
      </Tile>
    </div>
  );
}

interface TileProps {
  name: string;
  value: number;
  look?: 'ok' | 'bad' | 'warn';
  children: ReactNode;
  testId?: string;
}

function Tile({ name, value, look, children, testId }: TileProps) {
  return (
    <div className="panel recon-tile">
      <small>{name}</small>
      <b className={value === 0 ? '' : (look ?? '')} data-testid={testId}>
        {formatInteger(value)}
      </b>
      <span>{children}</span>
    </div>
  );
}
