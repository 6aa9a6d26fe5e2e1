import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { formatFen } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Tag } from '../ui/Tag.tsx';
import { openPaper } from './open-paper.ts';
import { paperStatusText } from './paper-status.ts';

const LINK = '[data-paper-link]';
const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** From a claim to the papers around it: those on the screen, else the page that lists them. */
export function goToPapers(claimId: string): void {
  if (document.querySelector(LINK) === null) navigate('paper', `claim.${claimId}`);
  else moveAlongPapers(0);
}

/** Moves the keyboard along the papers on the screen; onto the first one when it was on none. */
export function moveAlongPapers(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(LINK)];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** The claim whose line has the keyboard; null while it is on another paper, or on none. */
export function claimUnderKeyboard(): string | null {
  return document.activeElement?.closest(LINK)?.getAttribute('data-claim') ?? null;
}

function onArrow(event: KeyboardEvent): void {
  const by = STEP[event.code];
  if (by === undefined) return;
  event.preventDefault();
  moveAlongPapers(by);
}

/** Papers one step away, a line each: Enter opens the one that has the keyboard, the arrows go along them. */
export function LinkTable({ rows, withKind = false }: { rows: readonly PaperLink[]; withKind?: boolean }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table link-table">
      <tbody onKeyDown={onArrow}>
        {rows.map((link) => (
          <tr key={link.kind + link.id}>
            {withKind ? <td className="dim">{t(`paper.kind.${link.kind}`)}</td> : null}
            <td>
              <button
                type="button"
                className="btn link mono"
                onClick={() => openPaper(link)}
                data-paper-link
                data-claim={link.kind === 'claim' ? link.id : undefined}
                data-testid={`paper-link-${link.kind}`}
              >
                {link.no}
              </button>
            </td>
            <td>{link.text ?? ''}</td>
            <td>{link.status === null ? null : <Tag tone="wait">{paperStatusText(t, link.kind, link.status)}</Tag>}</td>
            <td className="dim">{link.businessDate ?? ''}</td>
            <td className="num">{link.amountFen === null ? '' : formatFen(link.amountFen)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
