import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimReceiver } from '../../src-shared/contract/handover.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import { useTextMatch } from '../grid/use-text-match.ts';

interface HandOverDialogProps {
  title: string;
  /** Whoever holds it already is not offered; null = nobody, or of several more than one. */
  holderId: string | null;
  /** May it be given back to everybody of the level? */
  mayRelease: boolean;
  busy?: boolean;
  onChoose?: (userId: string | null | undefined) => void;
  onConfirm: (userId: string | null, note: string) => void;
  onClose: () => void;
  /** Facts above the list: of a selection the count and the sum. */
  children?: React.ReactNode;
}

type Choice = ClaimReceiver | 'NOBODY';

/** To whom: typing searches the name or its initials, arrows move, 1–9 mark while nothing is searched, Enter hands it over. */
export function HandOverDialog(props: HandOverDialogProps) {
  const { t } = useTranslation();
  const receivers = useCall(['claims', 'receivers'], () => api.claims.receivers({}), { keep: true });
  const me = useSession().data?.user?.id;
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const [note, setNote] = useState('');
  const matches = useTextMatch(search);
  const people = (receivers.data ?? []).filter(
    ({ id, name }) => id !== props.holderId && id !== me && (search.trim() === '' || matches(name)),
  );
  const choices: Choice[] = [...people, ...(props.mayRelease && search.trim() === '' ? (['NOBODY'] as const) : [])];
  const mark = (index: number): void => {
    if (choices[index] !== undefined) setAt(index);
  };
  const marked = choices[at];
  const markedId = marked === undefined ? undefined : idOf(marked);
  useEffect(() => props.onChoose?.(markedId), [markedId]);
  const confirm = (): void => {
    const choice = choices[at];
    if (choice !== undefined && props.busy !== true) props.onConfirm(idOf(choice), note.trim());
  };
  const onKey = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (digit !== undefined && search === '') {
      event.preventDefault();
      mark(Number(digit) - 1);
    } else if (event.code === 'ArrowDown') mark(Math.min(at + 1, choices.length - 1));
    else if (event.code === 'ArrowUp') mark(Math.max(at - 1, 0));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      confirm();
    }
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      testId="hand-over-dialog"
      foot={
        <>
          <Button onClick={props.onClose} keyName="Esc">
            {t('ui.cancel')}
          </Button>
          <Button
            look="primary"
            keyName="⏎"
            onClick={confirm}
            disabled={choices[at] === undefined || props.busy === true}
            testId="hand-over-confirm"
          >
            {t('action.HAND_OVER')}
          </Button>
        </>
      }
    >
      {props.children}
      <input
        className="input"
        autoFocus
        placeholder={t('claims.receiverSearch')}
        aria-label={t('claims.receiverSearch')}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        data-testid="receiver-search"
      />
      {receivers.error === null ? null : <ErrorState error={receivers.error} />}
      {receivers.data === undefined && receivers.error === null ? <LoadingState lines={4} /> : null}
      <div className="reasons receivers" role="listbox" aria-label={props.title}>
        {choices.map((choice, index) => (
          <button
            key={choice === 'NOBODY' ? '' : choice.id}
            type="button"
            role="option"
            aria-selected={index === at}
            className={index === at ? 'on' : ''}
            onClick={() => mark(index)}
            onDoubleClick={confirm}
            data-testid={choice === 'NOBODY' ? 'receiver-nobody' : 'receiver'}
          >
            <span>{search === '' && index < 9 ? <kbd>{index + 1}</kbd> : null}</span>
            {choice === 'NOBODY' ? <span>{t('claims.receiverNobody')}</span> : <Receiver receiver={choice} />}
          </button>
        ))}
      </div>
      <textarea
        className="input"
        rows={2}
        maxLength={500}
        placeholder={t('claims.noteOptional')}
        aria-label={t('claims.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.code !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          confirm();
        }}
        data-testid="hand-over-note"
      />
    </Dialog>
  );
}

const idOf = (choice: Choice): string | null => (choice === 'NOBODY' ? null : choice.id);

/** Name, level, how much the person has in hand, and who stands in while they are away. */
function Receiver({ receiver }: { receiver: ClaimReceiver }) {
  const { t } = useTranslation();
  const { name, roles, regionName, inHand, deputyName } = receiver;
  return (
    <>
      <span>
        {name} <small className="dim">{roles.map((role) => t(`role.${role}`)).join(', ')}</small>{' '}
        {regionName === null ? null : <small className="dim">{regionName}</small>}{' '}
        {deputyName === null ? null : <Tag tone="info">{t('claims.receiverAway', { name: deputyName })}</Tag>}
      </span>
      <span className="num dim">{t('claims.receiverInHand', { count: formatInteger(inHand) })}</span>
    </>
  );
}
