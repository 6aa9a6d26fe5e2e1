import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { countAccuracy, type AccuracyLine } from '../../src-shared/domain/counts/count-accuracy.ts';
import { listControlNumber } from '../../src-shared/domain/counts/list-control-number.ts';
import { api } from '../api/client.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button, type ButtonLook } from '../ui/Button.tsx';
import { formatFen, formatPercent } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { PhotoDialog } from '../ui/PhotoDialog.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { Chip, Notice } from '../ui/Tag.tsx';
import { REVIEW_COLUMNS } from './counts.columns.tsx';
import { ExcelButtons } from './ExcelButtons.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import type { Asking } from './StepDialog.tsx';
import { showToast } from '../ui/toasts.ts';

type Step = Asking['step'];
type View = 'differing' | 'silent' | 'flagged' | 'all';
const VIEWS: readonly View[] = ['differing', 'silent', 'flagged', 'all'];

const isDiffering = (line: CountLineRow): boolean => line.varianceMilli !== null && line.varianceMilli !== 0;
const SHOWN: Readonly<Record<View, (line: CountLineRow) => boolean>> = {
  differing: isDiffering,
  silent: (line) => isDiffering(line) && line.reasonCode === null,
  flagged: (line) => line.triggers.length > 0,
  all: () => true,
};

/** The key of each step; A approves, as everywhere. */
const KEY_OF: Readonly<Record<Step, string>> = {
  release: 'S',
  submit: 'Ctrl ⏎',
  approve: 'A',
  recount: 'R',
  cancel: 'V',
};
const LOOK_OF: Partial<Record<Step, ButtonLook>> = {
  release: 'primary',
  submit: 'primary',
  approve: 'primary',
  cancel: 'bad',
};
const CODE_OF: Readonly<Record<Step, string>> = {
  release: 'KeyS',
  submit: 'Ctrl+Enter',
  approve: 'KeyA',
  recount: 'KeyR',
  cancel: 'KeyV',
};
const STEPS: readonly Step[] = ['release', 'submit', 'recount', 'cancel', 'approve'];

interface ReviewPaneProps {
  detail: CountSheetDetail;
  onLine: (lineId: string) => void;
  onAsk: (asking: Asking) => void;
  onMoved: () => Promise<unknown>;
}

/** What the counts amount to: differences with their value, why they are asked about, their reasons, and the next step. */
export function ReviewPane({ detail, onLine, onAsk, onMoved }: ReviewPaneProps) {
  const { t } = useTranslation();
  const { sheet, lines } = detail;
  const [view, setView] = useState<View>(() => (lines.some(isDiffering) ? 'differing' : 'all'));
  const [current, setCurrent] = useState<CountLineRow | null>(null);
  const [explaining, setExplaining] = useState<CountLineRow[] | null>(null);
  const [picturing, setPicturing] = useState<CountLineRow | null>(null);
  const shown = useMemo(() => lines.filter(SHOWN[view]), [lines, view]);
  const may = (action: string): boolean => detail.allowedActions.includes(action);
  const steps = STEPS.filter(may);
  const lineIds = (step: Step): string[] => (step === 'recount' ? shown.filter(isDiffering).map(({ id }) => id) : []);
  const ask = (step: Step): void => onAsk({ step, lineIds: lineIds(step) });
  const explain = (chosen: CountLineRow[]): void => {
    if (!may('explain')) return;
    if (chosen.length > 0) setExplaining(chosen);
    else showToast({ text: t('counts.noDifference') });
  };
  const picture = (): void => {
    if (!may('photo')) return;
    if (current !== null && isDiffering(current)) setPicturing(current);
    else showToast({ text: t('counts.noDifference') });
  };
  const silent = lines.filter(SHOWN.silent);
  useKeys({
    ...Object.fromEntries(steps.map((step) => [CODE_OF[step], () => ask(step)])),
    F4: () => explain(current !== null && isDiffering(current) ? [current] : []),
    'Shift+F4': () => explain(silent),
    KeyP: picture,
    Digit1: () => setView('differing'),
    Digit2: () => setView('silent'),
    Digit3: () => setView('flagged'),
    Digit4: () => setView('all'),
  });
  return (
    <>
      <div className="tools">
        {VIEWS.map((each) => (
          <Chip key={each} on={view === each} onClick={() => setView(each)} testId={`count-view-${each}`}>
            {t(`countView.${each}`)} {lines.filter(SHOWN[each]).length}
          </Chip>
        ))}
        <span className="grow" />
        <ExcelButtons detail={detail} />
        {may('explain') ? (
          <Button
            keyName="F4"
            onClick={() => explain(current !== null && isDiffering(current) ? [current] : silent)}
            disabled={lines.every((line) => !isDiffering(line))}
            testId="count-explain"
          >
            {t('counts.reason')}
          </Button>
        ) : null}
        {may('photo') ? (
          <Button
            keyName="P"
            onClick={picture}
            disabled={current === null || !isDiffering(current)}
            testId="count-photo"
          >
            {t('counts.photo')}
          </Button>
        ) : null}
        {steps.map((step) => (
          <Button
            key={step}
            look={LOOK_OF[step] ?? 'normal'}
            keyName={KEY_OF[step]}
            onClick={() => ask(step)}
            testId={`count-${step}`}
          >
            {t(`countStep.${step}`)}
          </Button>
        ))}
        <Button
          keyName="Ctrl P"
          onClick={() => requestPrint({ subject: 'countSheet', ids: [sheet.id] })}
          testId="print"
        >
          {t('print.button')}
        </Button>
      </div>
      {detail.isBlindForMe ? <Notice tone="info">{t('counts.blindForMe')}</Notice> : null}
      {detail.approvals.length > 0 && sheet.status === 'REVIEW' ? (
        <Notice tone="info" testId="count-approved-first">
          {t('counts.approvedBy', {
            names: detail.approvals
              .map(({ byName, role }) => t('counts.nameWithRole', { name: byName, role: t(`role.${role}`) }))
              .join(t('ui.listMark')),
          })}
        </Notice>
      ) : null}
      <ListGrid
        columns={REVIEW_COLUMNS}
        rows={shown}
        rowId={(line) => line.id}
        onCurrent={(line) => {
          setCurrent(line);
          onLine(line.id);
        }}
        takesKeyboard
        list="counts.review"
        emptyText={t(lines.length === 0 ? 'counts.noLinesYet' : 'counts.noSuchLines')}
        strip={<Sums lines={lines} isOver={['REVIEW', 'POSTED', 'CLOSED'].includes(sheet.status)} />}
        testId="count-lines"
      />
      {picturing === null ? null : (
        <PhotoDialog
          kinds={null}
          send={({ fileName, contentBase64 }) =>
            api.counts.addPhoto({ sheetId: sheet.id, lineId: picturing.id, fileName, contentBase64 })
          }
          onDone={async () => {
            await onMoved();
            setPicturing(null);
          }}
          onClose={() => setPicturing(null)}
        />
      )}
      {explaining === null ? null : (
        <ReasonDialog
          detail={detail}
          lines={explaining}
          onDone={async () => {
            await onMoved();
            setExplaining(null);
          }}
          onClose={() => setExplaining(null)}
        />
      )}
    </>
  );
}

function Sums({ lines, isOver }: { lines: readonly CountLineRow[]; isOver: boolean }) {
  const { t } = useTranslation();
  const control = useMemo(() => listControlNumber(lines.map(controlledLine)), [lines]);
  if (lines.every((line) => line.varianceFen === null)) return null;
  const sum = (sign: number): number =>
    lines.reduce((all, line) => all + Math.max(0, sign * (line.varianceFen ?? 0)), 0);
  return (
    <>
      <span>
        {t('counts.gain')} <b data-testid="count-gain">{formatFen(sum(1))}</b>
      </span>
      <span>
        {t('counts.loss')}{' '}
        <b className="cut" data-testid="count-loss">
          {formatFen(sum(-1))}
        </b>
      </span>
      <Accuracy lines={lines} />
      {isOver && control !== null ? (
        <span>
          {t('counts.control')}{' '}
          <b className="mono" data-testid="count-control">
            {control}
          </b>
        </span>
      ) : null}
    </>
  );
}

/** How right the count was; gross and net stand beside each other, because the net hides what cancels out. Stock §4.6. */
function Accuracy({ lines }: { lines: readonly CountLineRow[] }) {
  const { t } = useTranslation();
  const accuracy = useMemo(() => countAccuracy({ lines: lines.flatMap(accuracyLine) }), [lines]);
  const figures = [
    ['accuracy', accuracy.accuracyBp],
    ['within', accuracy.withinBp],
    ['grossRate', accuracy.grossBp],
    ['netRate', accuracy.netBp],
  ] as const;
  return figures.map(([name, rateBp]) => (
    <span key={name}>
      {t(`countFigure.${name}`)} <b data-testid={`count-${name}`}>{rateBp === null ? '–' : formatPercent(rateBp)}</b>
    </span>
  ));
}

function accuracyLine({ expectedMilli, finalMilli, unitCostFen, isWithin }: CountLineRow): AccuracyLine[] {
  if (expectedMilli === null || unitCostFen === null) return [];
  return [{ expectedMilli, countedMilli: finalMilli, unitCostFen, within: isWithin === true }];
}

/** A line without a quantity that nobody said to be out of reach is withheld from this desktop. */
function controlledLine({ id, finalMilli, state }: CountLineRow) {
  return { id, finalMilli, isWithheld: finalMilli === null && state !== 'UNREACHABLE' };
}
