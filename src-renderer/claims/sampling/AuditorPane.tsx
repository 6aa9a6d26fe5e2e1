import { useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { CLAIM_STATUSES } from '../../../src-shared/contract/values.ts';
import type { Filter } from '../../../src-shared/contract/query.ts';
import type { AuditSample } from '../../../src-shared/contract/sampling.contract.ts';
import { MOST_SAMPLED } from '../../../src-shared/domain/claims/audit-sample.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { formatInteger } from '../../ui/format.ts';
import { useKeys, type KeyMap } from '../../ui/keyboard.ts';
import { Figure, Panel } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { useStoredState } from '../../ui/stored-state.ts';
import { useExport } from '../../ui/use-export.ts';
import { openClaim } from '../open-claim.ts';

interface AuditorPaneProps {
  tabs: ReactNode;
  keys: KeyMap;
  today: string;
}

/** Which day of a claim the period is about. */
const DATES = ['repairFinishDate', 'failureDate', 'decidedDate'] as const;

const AuditorView = z.object({
  ...{ seed: z.string(), size: z.string(), text: z.string(), status: z.string() },
  ...{ dateColumn: z.enum(DATES), fromDate: z.string(), toDate: z.string() },
});
type AuditorView = z.infer<typeof AuditorView>;

type Row = AuditSample['claims'][number] & { place: number };

const COLUMNS: readonly GridColumn<Row>[] = [
  { key: 'place', header: 'sampling.place', kind: 'integer', width: 70 },
  { key: 'claimNo', header: 'book.claimNo', kind: 'code', width: 190 },
  { key: 'stationName', header: 'book.station', kind: 'text', width: 220, flex: 1 },
  { key: 'status', header: 'book.status', kind: 'word', words: 'claimStatus', width: 130 },
  { key: 'claimedFen', header: 'book.claimed', kind: 'fen', width: 130 },
  { key: 'approvedFen', header: 'book.approved', kind: 'fen', width: 130 },
  { key: 'photos', header: 'sampling.photos', kind: 'integer', width: 100 },
];

/** The auditor's sample: a seed draws claims of any period and filter; one key takes their evidence along (design §8). */
export function AuditorPane({ tabs, keys, today }: AuditorPaneProps) {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('sampling.auditor', AuditorView, {
    ...{ seed: today, size: '25', text: '', status: '', dateColumn: 'repairFinishDate' as const },
    ...{ fromDate: addDays(today, -30), toDate: today },
  });
  const request = useMemo(() => requestOf(view), [view]);
  const isPossible = request !== null;
  const sample = useCall(
    ['sampling', 'auditSample', request],
    () => api.sampling.auditSample(request ?? { seed: '-', claimCount: 1, query: { filters: [], text: '', sort: [] } }),
    { keep: true, forget: true, enabled: isPossible },
  );
  const exportFile = useExport();
  const count = sample.data?.claims.length ?? 0;
  const canLeave = request !== null && count > 0 && !sample.isPlaceholderData;
  const leave = (): void => {
    if (canLeave) exportFile({ report: 'auditSample', request });
  };
  const seed = useRef<HTMLInputElement>(null);
  const beginTyping = (): void => seed.current?.select();
  useKeys({ ...keys, 'Ctrl+KeyE': leave, KeyE: beginTyping });
  const rows = useMemo(
    () => (sample.data?.claims ?? []).map((claim, at): Row => ({ ...claim, place: at + 1 })),
    [sample.data],
  );
  return (
    <div className="work">
      <Panel label={t('room.sampling')} testId="sampling-auditor-page">
        <div
          className="tools"
          onKeyDown={(event) => {
            if (!event.ctrlKey || event.code !== 'KeyE') return;
            event.preventDefault();
            leave();
          }}
        >
          {tabs}
          <span className="sampling-fields">
            <Fields view={view} seedInput={seed} onChange={(change) => setView({ ...view, ...change })} />
          </span>
          <span className="grow" />
          <Button keyName="E" onClick={beginTyping} testId="auditor-edit">
            {t('sampling.edit')}
          </Button>
          <Button look="primary" keyName="Ctrl E" onClick={leave} disabled={!canLeave} testId="auditor-zip">
            {t('sampling.zip')}
          </Button>
        </div>
        {isPossible ? null : <p className="sampling-note hint cut">{t('sampling.asked', { most: MOST_SAMPLED })}</p>}
        {sample.error === null ? null : <ErrorState error={sample.error} onRetry={() => void sample.refetch()} />}
        {sample.data === undefined ? (
          isPossible && sample.error === null ? (
            <LoadingState lines={6} />
          ) : null
        ) : (
          <>
            <div className="sampling-figures">
              <Figure
                label={t('sampling.found')}
                value={formatInteger(sample.data.population)}
                testId="auditor-population"
              />
              <Figure label={t('sampling.drawn')} value={formatInteger(count)} testId="auditor-drawn" />
              <Figure
                label={t('sampling.fingerprint')}
                value={<span className="mono">{sample.data.populationSha256.slice(0, 16)}</span>}
              />
            </div>
            <p className="dim sampling-note">{t('sampling.auditorText')}</p>
            <ListGrid<Row>
              columns={COLUMNS}
              rows={rows}
              rowId={({ claimId }) => claimId}
              onOpen={({ claimId }) => openClaim({ id: claimId })}
              emptyText={t('sampling.nothingFound')}
              list="sampling.auditor"
              testId="auditor-grid"
            />
          </>
        )}
      </Panel>
    </div>
  );
}

interface FieldsProps {
  view: AuditorView;
  seedInput: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<AuditorView>) => void;
}

function Fields({ view, seedInput, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <input
        className="input"
        ref={seedInput}
        value={view.seed}
        maxLength={64}
        aria-label={t('sampling.seed')}
        placeholder={t('sampling.seed')}
        data-testid="auditor-seed"
        onChange={(event) => onChange({ seed: event.target.value })}
      />
      <input
        className="input sampling-size"
        value={view.size}
        maxLength={3}
        inputMode="numeric"
        aria-label={t('sampling.size')}
        placeholder={t('sampling.size')}
        data-testid="auditor-size"
        onChange={(event) => onChange({ size: event.target.value })}
      />
      <select
        className="input"
        value={view.dateColumn}
        aria-label={t('sampling.byDate')}
        data-testid="auditor-date"
        onChange={(event) => onChange({ dateColumn: AuditorView.shape.dateColumn.parse(event.target.value) })}
      >
        {DATES.map((name) => (
          <option key={name} value={name}>
            {t(`sampling.by.${name}`)}
          </option>
        ))}
      </select>
      <DateInput
        value={view.fromDate}
        label={t('report.from')}
        testId="auditor-from"
        onChange={(fromDate) => onChange({ fromDate })}
      />
      <DateInput
        value={view.toDate}
        label={t('report.to')}
        testId="auditor-to"
        onChange={(toDate) => onChange({ toDate })}
      />
      <select
        className="input"
        value={view.status}
        aria-label={t('book.status')}
        data-testid="auditor-status"
        onChange={(event) => onChange({ status: event.target.value })}
      >
        <option value="">{t('sampling.anyStatus')}</option>
        {CLAIM_STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`claimStatus.${status}`)}
          </option>
        ))}
      </select>
      <input
        className="input"
        value={view.text}
        maxLength={100}
        aria-label={t('sampling.text')}
        placeholder={t('sampling.text')}
        data-testid="auditor-text"
        onChange={(event) => onChange({ text: event.target.value })}
      />
    </>
  );
}

/** Null while what is typed is no sample. */
function requestOf({ seed, size, text, status, dateColumn, fromDate, toDate }: AuditorView) {
  const count = /^\d{1,3}$/.test(size.trim()) ? Number(size.trim()) : 0;
  if (seed.trim() === '' || count < 1 || count > MOST_SAMPLED) return null;
  if (fromDate === '' || toDate === '' || toDate < fromDate) return null;
  const filters: Filter[] = [{ column: dateColumn, op: 'between', values: [fromDate, toDate] }];
  if (status !== '') filters.push({ column: 'status', op: 'in', values: [status] });
  return { seed: seed.trim(), claimCount: count, query: { filters, text: text.trim(), sort: [] } };
}
