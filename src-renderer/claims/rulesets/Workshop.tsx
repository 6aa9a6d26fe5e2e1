import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleProposal, RuleRecord, RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useCall, useOrder } from '../../api/use-api.ts';
import type { SheetRow } from '../../grid/sheet-edit.ts';
import type { Sheet } from '../../grid/sheet.ts';
import { SheetGrid } from '../../grid/SheetGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { isDialogOpen, useKeys } from '../../ui/keyboard.ts';
import { LeaveDialog } from '../../ui/LeaveDialog.tsx';
import { useLeaveGuard } from '../../ui/navigation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, Notice, Tag } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { ComparePane } from './ComparePane.tsx';
import { DropDialog } from './DropDialog.tsx';
import { MasterSheet } from './MasterSheet.tsx';
import { parameterLabels } from './parameter-labels.ts';
import { ProposalsPane } from './ProposalsPane.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { RulePane } from './RulePane.tsx';
import { capColumns, limitColumns, ruleColumns, splitColumns } from './rules.columns.ts';
import { TryPane } from './TryPane.tsx';
import { useDraft } from './use-draft.ts';
import { VersionsPane } from './VersionsPane.tsx';
import {
  newCapLine,
  newSplitLine,
  type CapLine,
  type LimitLine,
  type RuleLine,
  type SplitLine,
} from './workshop-sheets.ts';

const TABLES = ['rules', 'split', 'caps', 'limits', 'rates', 'coverages', 'reasons'] as const;
const SIDES = ['rule', 'compare', 'try', 'proposals', 'versions'] as const;
type Side = (typeof SIDES)[number];
/** Precision and overrides are told of so many days. */
const RECORD_DAYS = 90;

/** Tables on the left, and beside them what the draft would change, one claim tried on it, and how the versions came. */
export function Workshop({ workshop }: { workshop: RulesetWorkshop }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const draft = useDraft(workshop, parameterLabels(t));
  const [table, setTable] = useState<(typeof TABLES)[number]>('rules');
  const [chosenSide, setSide] = useState<Side>('rule');
  // a rule in words belongs beside the table of the rules alone
  const sides: readonly Side[] = table === 'rules' ? SIDES : SIDES.filter((each) => each !== 'rule');
  const side = sides.includes(chosenSide) ? chosenSide : 'versions';
  const [current, setCurrent] = useState<string | null>(null);
  const [asking, setAsking] = useState<'publish' | 'drop' | null>(null);
  const [go, setGo] = useState<(() => void) | null>(null);
  const { records, proposals, minHits } = useRecords();
  const { cells, shadowed, standing, unsaved } = draft;
  const byRule = useMemo(() => new Map(shadowed.map(({ ruleId, by }) => [ruleId, by])), [shadowed]);
  const columns = useMemo(
    () => ruleColumns({ t, published: workshop.published.content, records, changed: cells }),
    [t, workshop.published.content, records, cells],
  );
  const ofCaps = useMemo(() => capColumns(t), [t]);
  const ofLimits = useMemo(() => limitColumns(cells), [cells]);
  const ofSplit = useMemo(() => splitColumns(t, byRule), [t, byRule]);
  const save = useOrder(api.rules.saveDraft, (saved) => {
    draft.saved(saved);
    showToast({ text: t('rules.saved', { version: saved.rulesetVersion }) });
  });
  const fault = draft.faults[0];
  const submit = (onDone?: (version: number) => void): void => {
    if (save.isPending || draft.isOvertaken) return;
    if (fault !== undefined) {
      showToast({ text: text({ reason: fault.reason, details: { ...fault } }), tone: 'bad' });
      return;
    }
    if (unsaved === 0) {
      if (standing.version > 0) onDone?.(standing.version);
      return;
    }
    save.mutate(
      { version: standing.version, content: draft.content, note: workshop.draft?.note ?? '' },
      onDone === undefined ? {} : { onSuccess: ({ version }) => onDone(version) },
    );
  };
  const hasDraft = standing.version > 0;
  useLeaveGuard(unsaved > 0, (wanted) => setGo(() => wanted));
  useKeys({
    'Ctrl+KeyS': () => submit(),
    F6: () => setTable(TABLES[(TABLES.indexOf(table) + 1) % TABLES.length] ?? 'rules'),
    F8: () => setSide('compare'),
    F9: () => setSide('try'),
  });
  /** Before the sheet: in a cell that is not written in, Ctrl+Enter means the whole draft. */
  const onKey = (event: KeyboardEvent): void => {
    const isWriting = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey) || isWriting || isDialogOpen()) return;
    event.preventDefault();
    event.stopPropagation();
    if (hasDraft && unsaved === 0) setAsking('publish');
  };
  return (
    <div
      className="work rules-work"
      data-testid="rules-page"
      data-unsaved={unsaved}
      data-draft={standing.version}
      data-side={side}
      onKeyDownCapture={onKey}
    >
      <Panel label={t('room.rules')}>
        <div className="tools">
          {TABLES.map((each) => (
            <Chip key={each} on={table === each} onClick={() => setTable(each)} testId={`rules-table-${each}`}>
              {t(`rules.table.${each}`)}
            </Chip>
          ))}
        </div>
        <div className="tools">
          {hasDraft ? (
            <Tag tone="warn" title={t('rules.inForce', { version: workshop.inForceVersion })} testId="rules-draft">
              {t('rules.draftOf', { version: standing.rulesetVersion ?? 0, count: cells.size })}
            </Tag>
          ) : (
            <span className="dim" data-testid="rules-no-draft">
              {t('rules.inForce', { version: workshop.inForceVersion })} · {t('rules.noDraft')}
            </span>
          )}
          <span className="grow" />
          <Button onClick={draft.reset} disabled={unsaved === 0} testId="rules-reset">
            {t('settings.reset')}
          </Button>
          <Button
            keyName="Ctrl S"
            onClick={() => submit()}
            disabled={unsaved === 0 || save.isPending}
            testId="rules-save"
          >
            {t('rules.save')}
          </Button>
          <Button
            look="primary"
            keyName="Ctrl ⏎"
            onClick={() => setAsking('publish')}
            disabled={!hasDraft || unsaved > 0}
            testId="rules-publish"
          >
            {t('rules.publish')}
          </Button>
        </div>
        {draft.isOvertaken ? (
          <Notice tone="warn" testId="rules-overtaken">
            <span className="grow">{t('rules.overtaken', { name: workshop.changes[0]?.changedByName ?? '' })}</span>
            <Button onClick={draft.reset}>{t('settings.takeTheirs')}</Button>
            <Button onClick={draft.keepMine}>{t('settings.keepMine')}</Button>
          </Notice>
        ) : save.error === null ? null : (
          <Notice tone="bad" testId="rules-problem">
            {text(problemOf(save.error))}
          </Notice>
        )}
        {fault === undefined ? null : (
          <Notice tone="bad" testId="rules-fault">
            {text({ reason: fault.reason, details: { ...fault } })}
          </Notice>
        )}
        {shadowed.length === 0 ? null : (
          <Notice tone="warn" testId="rules-shadowed">
            {shadowed.map(({ ruleId, by }) => (
              <span key={ruleId}>
                {by.length === 0
                  ? t('rules.neverMatches', { row: ruleId })
                  : t('rules.shadowedBy', { row: ruleId, by: by.join(', ') })}
              </span>
            ))}
          </Notice>
        )}
        {table === 'rules' ? (
          <SheetGrid<RuleLine>
            key={`rules ${draft.key}`}
            columns={columns}
            sheet={draft.sheets.rules}
            onSave={() => submit()}
            onCurrent={(row) => setCurrent(row.id)}
            start={{ row: 0, column: 'mode' }}
            strip={<span className="dim">{t('rules.recordsOf', { days: RECORD_DAYS })}</span>}
            testId="rules-grid"
          />
        ) : table === 'caps' ? (
          <SheetGrid<CapLine>
            key={`caps ${draft.key}`}
            columns={ofCaps}
            sheet={draft.sheets.caps}
            newRow={() => newCapLine(crypto.randomUUID())}
            onSave={() => submit()}
            strip={
              <>
                <Button look="link" onClick={() => addRow(draft.sheets.caps, newCapLine)} testId="caps-add">
                  {t('rules.addRow')}
                </Button>
                <span className="dim">{t('rules.capsHow')}</span>
              </>
            }
            testId="caps-grid"
          />
        ) : table === 'limits' ? (
          <SheetGrid<LimitLine>
            key={`limits ${draft.key}`}
            columns={ofLimits}
            sheet={draft.sheets.limits}
            onSave={() => submit()}
            start={{ row: 0, column: 'limitFen' }}
            strip={<span className="dim">{t('rules.limitsHow')}</span>}
            testId="limits-grid"
          />
        ) : table === 'rates' || table === 'coverages' || table === 'reasons' ? (
          <MasterSheet table={table} draft={draft} onSave={() => submit()} />
        ) : (
          <SheetGrid<SplitLine>
            key={`split ${draft.key}`}
            columns={ofSplit}
            sheet={draft.sheets.split}
            newRow={() => newSplitLine(crypto.randomUUID())}
            onSave={() => submit()}
            strip={
              <>
                <Button look="link" onClick={() => addRow(draft.sheets.split, newSplitLine)} testId="split-add">
                  {t('rules.addRow')}
                </Button>
                <span className="dim">{t('rules.splitHow')}</span>
              </>
            }
            testId="split-grid"
          />
        )}
      </Panel>
      <Panel label={t('rules.beside')}>
        <div className="tools">
          {sides.map((each) => (
            <Chip key={each} on={side === each} onClick={() => setSide(each)} testId={`rules-side-${each}`}>
              {t(`rules.side.${each}`, { count: proposals.length })}
            </Chip>
          ))}
        </div>
        {side === 'rule' ? (
          <RulePane
            ruleId={current}
            draft={draft}
            published={workshop.published.content}
            record={records.get(current ?? '')}
          />
        ) : side === 'compare' ? (
          <ComparePane draft={draft} workshop={workshop} onNeedsDraft={submit} />
        ) : side === 'proposals' ? (
          <ProposalsPane draft={draft} proposals={proposals} minHits={minHits} days={RECORD_DAYS} />
        ) : side === 'try' ? (
          <TryPane draft={draft} />
        ) : (
          <VersionsPane workshop={workshop} onDrop={hasDraft ? () => setAsking('drop') : null} />
        )}
      </Panel>
      {asking === 'publish' ? (
        <PublishDialog draft={draft} workshop={workshop} onClose={() => setAsking(null)} />
      ) : asking === 'drop' ? (
        <DropDialog draft={draft} onClose={() => setAsking(null)} />
      ) : null}
      {go === null ? null : (
        <LeaveDialog
          onStay={() => setGo(null)}
          onDrop={() => {
            draft.reset();
            setGo(null);
            go();
          }}
          onSave={
            fault === undefined && !draft.isOvertaken
              ? () =>
                  submit(() => {
                    setGo(null);
                    go();
                  })
              : undefined
          }
          busy={save.isPending}
        />
      )}
    </div>
  );
}

/** One more row below the last one; an empty sheet has no cell to begin from. */
function addRow<Row extends SheetRow>(sheet: Sheet<Row>, make: (id: string) => Row): void {
  sheet.apply({ cells: [], added: [{ at: sheet.rows.length, row: make(crypto.randomUUID()) }], removed: [] });
}

/** How often each rule hit and was right on the claims decided lately, and what that speaks for. */
function useRecords(): {
  records: ReadonlyMap<string, RuleRecord>;
  proposals: readonly RuleProposal[];
  minHits: number;
} {
  const toDate = dayOfInstant(Date.now());
  const { data } = useCall(['rules', 'records', toDate], () =>
    api.rules.records({ fromDate: addDays(toDate, 1 - RECORD_DAYS), toDate }),
  );
  return useMemo(
    () => ({
      records: new Map((data?.records ?? []).map((record) => [record.ruleId, record])),
      proposals: data?.proposals ?? [],
      minHits: data?.minHits ?? 0,
    }),
    [data],
  );
}
