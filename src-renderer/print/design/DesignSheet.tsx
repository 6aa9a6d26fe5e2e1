import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { moveElement, resizeElement } from '../../../src-shared/domain/print/design/change-element.ts';
import { elementsOf, type DesignElement } from '../../../src-shared/domain/print/design/design-elements.ts';
import { elementsAt, GRID_MM, snappedShift } from '../../../src-shared/domain/print/design/design-snap.ts';
import type { FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import type { Placed } from '../../../src-shared/domain/print/lay-out.ts';
import { fieldName } from '../field-name.ts';
import { elementName } from './element-name.ts';
import { PlacedPieces } from './PlacedPieces.tsx';

interface DesignSheetProps {
  template: FormTemplate;
  /** Boxes in the order of Tab. */
  order: readonly string[];
  placed: readonly Placed[];
  scan: string | null;
  isPreprinted: boolean;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (next: FormTemplate) => void;
  /** Shows a form while the mouse holds something; null when it lets go. */
  onLive: (live: FormTemplate | null) => void;
  onEnter: () => void;
  /** Delete on a thing leaves it out of the form; Insert goes to what may be added. */
  onTakeOut: () => void;
  onTakeIn: () => void;
  /** Ids with something to look at. */
  marked: ReadonlySet<string>;
  /** Writes the name of a box into it: there is no document to be seen. */
  names: boolean;
}

/** How far an arrow key goes; with Shift a long way, with Ctrl as fine as the eye sees. Millimetres. */
export const NUDGES_MM = { plain: GRID_MM, far: 5, fine: 0.1 } as const;
/** The mouse has to move so far before it drags: a click moves nothing. */
const DRAG_FROM_MM = 0.4;
/** The corner by which a box is drawn larger. */
const HANDLE_MM = 2;
/** Height of the letters of a name. */
const NAME_MM = 2.6;

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The sheet in millimetres: the scan beneath, the document as it will be set, and a box around everything that can be moved. */
export function DesignSheet(props: DesignSheetProps) {
  const { template, order, placed, scan, isPreprinted, selected, marked } = props;
  const { t } = useTranslation();
  const { paper } = template;
  const elements = elementsOf(template);
  const byId = new Map(elements.map((element) => [element.id, element]));
  const ids = [
    ...order.filter((id) => byId.has(id)),
    ...elements.map(({ id }) => id).filter((id) => !order.includes(id)),
  ];
  const drag = useDrag(props, elements);
  const onKey = (event: KeyboardEvent, id: string): void => {
    const arrow = ARROWS[event.key];
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      Enter: props.onEnter,
      Delete: props.onTakeOut,
      Insert: props.onTakeIn,
    };
    const act = acts[event.key];
    if (act !== undefined) act();
    else if (arrow === undefined || event.altKey) return;
    else {
      const step = event.ctrlKey ? NUDGES_MM.fine : event.shiftKey ? NUDGES_MM.far : NUDGES_MM.plain;
      props.onChange(moveElement(template, id, { dx: arrow[0] * step, dy: arrow[1] * step }));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <svg
      className="design-sheet"
      viewBox={`0 0 ${String(paper.widthMm)} ${String(paper.heightMm)}`}
      style={{ aspectRatio: `${String(paper.widthMm)} / ${String(paper.heightMm)}` }}
      role="group"
      aria-label={t('design.sheet', { width: paper.widthMm, height: paper.heightMm })}
      data-testid="design-sheet"
      {...drag.handlers}
    >
      <rect className="paper" width={paper.widthMm} height={paper.heightMm} />
      {scan === null ? null : (
        <image
          className="scan"
          href={scan}
          width={paper.widthMm}
          height={paper.heightMm}
          preserveAspectRatio="none"
          data-testid="design-scan"
        />
      )}
      {isPreprinted && scan !== null ? null : (
        <g className={isPreprinted ? 'art faded' : 'art'} aria-hidden="true">
          <PlacedPieces placed={placed} layer="art" />
        </g>
      )}
      <g className="data" aria-hidden="true">
        <PlacedPieces placed={placed} layer="data" />
      </g>
      {ids.map((id) => {
        const element = byId.get(id);
        if (element === undefined) return null;
        const classes = ['box', element.kind, id === selected ? 'on' : '', marked.has(id) ? 'marked' : ''];
        return (
          <g
            key={id}
            className={classes.filter(Boolean).join(' ')}
            tabIndex={0}
            role="button"
            aria-pressed={id === selected}
            aria-label={t('design.boxAt', {
              name: elementName(t, element),
              x: element.x.toFixed(1),
              y: element.y.toFixed(1),
            })}
            data-element={id}
            data-testid={`design-box-${element.place}-${element.key}`}
            onFocus={() => props.onSelect(id)}
            onKeyDown={(event) => onKey(event, id)}
          >
            <title>{elementName(t, element)}</title>
            <rect x={element.x} y={element.y} width={Math.max(0, element.w)} height={Math.max(0, element.h)} />
            {props.names && element.w > 0 && element.h > 0 ? <BoxName element={element} /> : null}
            {id === selected && element.place !== 'area' ? <Handle element={element} /> : null}
          </g>
        );
      })}
      {drag.guides.x === null ? null : (
        <line className="guide" x1={drag.guides.x} x2={drag.guides.x} y1={0} y2={paper.heightMm} />
      )}
      {drag.guides.y === null ? null : (
        <line className="guide" x1={0} x2={paper.widthMm} y1={drag.guides.y} y2={drag.guides.y} />
      )}
    </svg>
  );
}

/** The name of a thing within its box, cut where the box ends. */
function BoxName({ element }: { element: DesignElement }) {
  const { t } = useTranslation();
  const { place, kind, key, x, y, w, h } = element;
  if (place === 'area' || kind === 'check') return null;
  return (
    <svg {...{ x, y }} width={w} height={h}>
      <text className="name" x={0.5} y={h / 2 + NAME_MM / 3} fontSize={NAME_MM}>
        {fieldName(t, key)}
      </text>
    </svg>
  );
}

function Handle({ element: { x, y, w, h } }: { element: DesignElement }) {
  return (
    <rect className="handle" x={x + w - HANDLE_MM / 2} y={y + h - HANDLE_MM / 2} width={HANDLE_MM} height={HANDLE_MM} />
  );
}

interface Held {
  id: string;
  isResize: boolean;
  from: { x: number; y: number };
  moved: boolean;
}

interface Guides {
  x: number | null;
  y: number | null;
}
const NO_GUIDES: Guides = { x: null, y: null };

interface SheetHandlers {
  onPointerDown: (event: PointerEvent<SVGSVGElement>) => void;
  onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onMouseDown: (event: { preventDefault: () => void }) => void;
}

/** Taking hold, moving and letting go; nothing is changed before the mouse lets go, so a drag is one step back. */
function useDrag(
  { template, selected, onSelect, onChange, onLive }: DesignSheetProps,
  elements: readonly DesignElement[],
): { guides: Guides; handlers: SheetHandlers } {
  const held = useRef<Held | null>(null);
  const start = useRef<{ template: FormTemplate; elements: readonly DesignElement[] }>({ template, elements });
  const last = useRef<FormTemplate | null>(null);
  const [guides, setGuides] = useState<Guides>(NO_GUIDES);
  const letGo = (): void => {
    held.current = null;
    last.current = null;
    setGuides(NO_GUIDES);
    onLive(null);
  };
  return {
    guides,
    handlers: {
      // the boxes take the focus by our own choice: the smallest under the pointer, or the one that is chosen already
      onMouseDown: (event) => event.preventDefault(),
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        const from = millimetres(event);
        const under = elementsAt(elements, from);
        const chosen = elements.find(({ id }) => id === selected);
        const isResize = chosen !== undefined && chosen.place !== 'area' && isAtHandle(chosen, from);
        const hit = isResize || under.some(({ id }) => id === selected && !id.startsWith('area.')) ? chosen : under[0];
        if (hit === undefined) return onSelect(null);
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.querySelector<SVGGElement>(`[data-element="${hit.id}"]`)?.focus({ preventScroll: true });
        held.current = { id: hit.id, isResize, from, moved: false };
        start.current = { template, elements };
      },
      onPointerMove: (event) => {
        const hold = held.current;
        if (hold === null) return;
        const at = millimetres(event);
        const by = { dx: at.x - hold.from.x, dy: at.y - hold.from.y };
        if (!hold.moved && Math.hypot(by.dx, by.dy) < DRAG_FROM_MM) return;
        hold.moved = true;
        const { template: before, elements: stood } = start.current;
        const box = stood.find(({ id }) => id === hold.id);
        if (box === undefined) return;
        const others = stood.filter(({ id, place }) => id !== hold.id && place === box.place);
        const corner = { x: box.x + box.w, y: box.y + box.h, w: 0, h: 0 };
        const snapped = snappedShift(hold.isResize ? corner : box, box.place === 'area' ? [] : others, by);
        last.current = (hold.isResize ? resizeElement : moveElement)(before, hold.id, snapped);
        setGuides({ x: snapped.guideX, y: snapped.guideY });
        onLive(last.current);
      },
      onPointerUp: () => {
        const next = last.current;
        letGo();
        if (next !== null) onChange(next);
      },
      onPointerCancel: letGo,
    },
  };
}

function isAtHandle({ x, y, w, h }: DesignElement, point: { x: number; y: number }): boolean {
  return Math.abs(point.x - (x + w)) <= HANDLE_MM / 2 && Math.abs(point.y - (y + h)) <= HANDLE_MM / 2;
}

function millimetres({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>): { x: number; y: number } {
  const matrix = currentTarget.getScreenCTM();
  if (matrix === null) return { x: 0, y: 0 };
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return { x, y };
}
