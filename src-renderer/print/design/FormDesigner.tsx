import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeElement } from '../../../src-shared/domain/print/design/change-element.ts';
import { elementsOf } from '../../../src-shared/domain/print/design/design-elements.ts';
import {
  addToForm,
  idOfLast,
  leaveOut,
  mayLeaveOut,
  type LeftOut,
} from '../../../src-shared/domain/print/design/form-contents.ts';
import { formFaults } from '../../../src-shared/domain/print/design/form-faults.ts';
import type { FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { useSession } from '../../session/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { formatInstant } from '../../ui/format.ts';
import { combinationOf, isDialogOpen, useKeys } from '../../ui/keyboard.ts';
import { LeaveDialog } from '../../ui/LeaveDialog.tsx';
import { useLeaveGuard } from '../../ui/navigation.ts';
import { Panel, Strip } from '../../ui/Panel.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { DesignFindings, overflowPlaces } from './DesignFindings.tsx';
import { DesignSheet } from './DesignSheet.tsx';
import { DesignTools } from './DesignTools.tsx';
import { elementName } from './element-name.ts';
import { ElementPanel } from './ElementPanel.tsx';
import { LeftOutPanel } from './LeftOutPanel.tsx';
import { TryDialog } from './TryDialog.tsx';
import { useDesign, type Design } from './use-design.ts';
import { usePrintFont } from './use-print-font.ts';
import { useSample, useSheetLayout } from './use-sample.ts';
import { VersionsDialog } from './VersionsDialog.tsx';

type Stored = Awaited<ReturnType<typeof api.print.template>>;

interface FormDesignerProps {
  stored: Stored;
  onScanChanged: () => void;
}

/** One form under the hands: what is changed is a draft of its own until it is published for everybody. */
export function FormDesigner({ stored, onScanChanged }: FormDesignerProps) {
  const { t } = useTranslation();
  usePrintFont();
  const userName = useSession().data?.user?.name ?? '';
  const design = useDesign(stored);
  const { template } = design;
  const { key: formKey } = template;
  const order = useReadingOrder(template);
  const [selected, setSelected] = useState<string | null>(null);
  const [live, setLive] = useState<FormTemplate | null>(null);
  const [isPreprinted, setPreprinted] = useState(stored.scan !== null);
  const [overlay, setOverlay] = useState<'try' | 'versions' | null>(null);
  const shown = live ?? template;
  const sample = useSample(formKey);
  const { placed, overflows } = useSheetLayout({
    ...{ shown, template, printedBy: userName },
    document: sample.document,
  });
  const elements = useMemo(() => elementsOf(shown), [shown]);
  const faults = useMemo(() => formFaults(shown), [shown]);
  const marked = useMemo(
    () => new Set([...faults.map(({ id }) => id), ...overflowPlaces(overflows, elements).map(({ id }) => id)]),
    [faults, overflows, elements],
  );
  const box = useRef<HTMLDivElement>(null);
  const focusBox = (id: string | null): void =>
    box.current?.querySelector<SVGGElement>(id === null ? '[data-element]' : `[data-element="${id}"]`)?.focus();
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    // what was added, or what stood beside the thing that is gone, once it is drawn
    if (wanted.current !== null) focusBox(wanted.current);
    wanted.current = null;
  }, [template]);
  const takeOut = (): void => {
    const gone = elements.find(({ id }) => id === selected);
    if (gone === undefined) return;
    if (!mayLeaveOut(gone)) {
      showToast({ text: t('design.stays', { name: elementName(t, gone) }), tone: 'bad' });
      return;
    }
    const next = leaveOut(template, gone.id);
    const at = elements.indexOf(gone);
    wanted.current = elementsOf(next)[Math.min(at, elements.length - 2)]?.id ?? null;
    setSelected(wanted.current);
    design.change(next);
  };
  const takeIn = (thing: LeftOut): void => {
    const next = addToForm(template, thing);
    wanted.current = idOfLast(next, thing);
    setSelected(wanted.current);
    design.change(next);
  };
  const publishing = usePublish(design);
  const leaving = useLeaving(design, publishing);
  const tryIt = (): void => {
    if (sample.id === null) showToast({ text: t('design.noSample'), tone: 'bad' });
    else setOverlay('try');
  };
  const publish = (): void => {
    const fault = faults.find(({ blocks }) => blocks);
    if (fault === undefined) return publishing.publish();
    showToast({ text: t('design.mendFirst'), tone: 'bad' });
    focusBox(fault.id);
  };
  const anywhere = { 'Ctrl+KeyS': publish, 'Ctrl+KeyP': tryIt };
  useKeys({ ...anywhere, 'Ctrl+KeyZ': design.undo, 'Ctrl+KeyY': design.redo, 'Ctrl+Shift+KeyZ': design.redo });
  useEffect(() => {
    // whoever came by the keyboard can begin at once
    if (document.activeElement === document.body) focusBox(null);
  }, []);
  const chosen = elements.find(({ id }) => id === selected);
  return (
    <div
      ref={box}
      className="work design"
      data-testid="form-designer"
      data-form={formKey}
      data-version={design.standing.version}
      data-dirty={design.isDirty}
      onKeyDown={(event) => {
        // in a box of the panel, too, where the other keys belong to what is typed
        const act = Object.entries(anywhere).find(([keys]) => keys === combinationOf(event.nativeEvent))?.[1];
        if (act === undefined || isDialogOpen()) return;
        event.preventDefault();
        act();
      }}
    >
      <Panel label={t('room.forms')}>
        <DesignTools
          {...{ formKey, design, sample, isPreprinted, onScanChanged }}
          hasScan={stored.scan !== null}
          busy={publishing.busy}
          onPreprinted={setPreprinted}
          onTry={tryIt}
          onVersions={() => setOverlay('versions')}
          onPublish={publish}
        />
        <Standing {...{ design, stored, userName }} problem={publishing.problem} />
        <div className="scroll design-desk">
          <DesignSheet
            {...{ template: shown, order, placed, scan: stored.scan, isPreprinted, selected, marked }}
            onSelect={setSelected}
            onChange={(next) => design.change(next)}
            onLive={setLive}
            onEnter={() => box.current?.querySelector<HTMLElement>('.design-side input')?.focus()}
            onTakeOut={takeOut}
            onTakeIn={() => box.current?.querySelector<HTMLElement>('.design-left-out select')?.focus()}
            names={sample.document === null}
          />
        </div>
        <Strip testId="design-strip">
          <span>{t('design.keys')}</span>
          {chosen === undefined ? null : (
            <b data-testid="design-at">
              {elementName(t, chosen)} · {chosen.x.toFixed(1)} / {chosen.y.toFixed(1)} mm
            </b>
          )}
        </Strip>
      </Panel>
      <div
        className="design-side"
        onKeyDown={(event) => {
          if (event.key === 'Escape') focusBox(selected);
        }}
      >
        <Panel label={t('design.panel')} testId="design-panel">
          <div className="scroll">
            <ElementPanel
              template={shown}
              element={chosen}
              onEdit={(edit, name) => {
                if (selected !== null) design.change(changeElement(template, selected, edit), `${selected} ${name}`);
              }}
            />
            <LeftOutPanel
              template={template}
              document={sample.document}
              chosen={chosen}
              onTakeOut={takeOut}
              onTakeIn={takeIn}
            />
            <DesignFindings faults={faults} overflows={overflows} elements={elements} onPick={focusBox} />
          </div>
        </Panel>
      </div>
      {overlay === 'try' && sample.id !== null ? (
        <TryDialog
          {...{ template, isPreprinted }}
          documentId={sample.id}
          documentNo={sample.choices.find(({ id }) => id === sample.id)?.no ?? ''}
          onClose={() => setOverlay(null)}
        />
      ) : null}
      {overlay === 'versions' ? (
        <VersionsDialog formKey={formKey} onTake={(taken) => design.change(taken)} onClose={() => setOverlay(null)} />
      ) : null}
      {leaving}
    </div>
  );
}

/**
 * The things in the order of reading as they stood when the form was opened: moving one does not change where Tab goes. What
 * is added or left out makes the order anew.
 */
function useReadingOrder(template: FormTemplate): readonly string[] {
  const now = elementsOf(template).map(({ id }) => id);
  const things = now.toSorted().join(' ');
  const [kept, setKept] = useState({ things, order: now });
  if (kept.things === things) return kept.order;
  setKept({ things, order: now });
  return now;
}

interface Publishing {
  busy: boolean;
  problem: unknown;
  publish: (onDone?: () => void) => void;
}

/** The draft to the server, as the shipped form where it has become that again. */
function usePublish(design: Design): Publishing {
  const { t } = useTranslation();
  const order = useOrder(api.print.saveTemplate, ({ version }) => {
    design.published(version);
    showToast({ text: t('design.published', { version }) });
  });
  return {
    busy: order.isPending,
    problem: order.error,
    publish: (onDone) => {
      if (order.isPending || !design.isDirty) return;
      const { template, baseVersion: version } = design;
      order.mutate(
        { formKey: template.key, template: design.isShipped ? null : template, version },
        onDone === undefined ? {} : { onSuccess: onDone },
      );
    },
  };
}

/** Asks before a draft is left; publishing it goes on only when the server has taken it. */
function useLeaving(design: Design, publishing: Publishing): React.ReactNode {
  const [go, setGo] = useState<(() => void) | null>(null);
  useLeaveGuard(design.isDirty, (wanted) => setGo(() => wanted));
  if (go === null) return null;
  const leave = (): void => {
    setGo(null);
    go();
  };
  const sound = !formFaults(design.template).some(({ blocks }) => blocks) && !design.isOvertaken;
  return (
    <LeaveDialog
      onStay={() => setGo(null)}
      onDrop={() => {
        design.drop();
        leave();
      }}
      onSave={sound ? () => publishing.publish(leave) : undefined}
      busy={publishing.busy}
    />
  );
}

interface StandingProps {
  design: Design;
  stored: Stored;
  problem: unknown;
  userName: string;
}

/** Which version stands, whose it is, and what came between it and the draft. */
function Standing({ design, stored, problem, userName }: StandingProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { standing, isDirty, isOvertaken } = design;
  // one's own version stands before the feed has brought it
  const isOwn = standing.version > stored.version;
  const by = {
    version: standing.version,
    name: isOwn ? userName : (stored.changedByName ?? ''),
    time: formatInstant(isOwn ? Date.now() : (stored.changedAtMs ?? 0)),
  };
  return (
    <div className="design-notices">
      <span className="dim" data-testid="design-standing">
        {standing.version === 0 ? t('design.neverChanged') : t('design.standing', by)}
        {isDirty ? ` · ${t('design.unpublished')}` : ''}
      </span>
      {isOvertaken ? (
        <Notice tone="warn" testId="design-overtaken">
          <span>{t('design.overtaken', by)}</span>
          <Button onClick={design.drop} testId="design-take-theirs">
            {t('design.takeTheirs')}
          </Button>
          <Button onClick={design.keepMine} testId="design-keep-mine">
            {t('design.keepMine')}
          </Button>
        </Notice>
      ) : problem === null ? null : (
        <Notice tone="bad" testId="design-problem">
          {text(problemOf(problem))}
        </Notice>
      )}
    </div>
  );
}
