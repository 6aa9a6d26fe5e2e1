import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimReceiver } from '../../src-shared/contract/handover.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import { PickList, usePick } from '../ui/PickList.tsx';
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

/** As many as there are digits on the keyboard. */
const DIGITS = 9;

/** To whom: typing searches the name or its initials, arrows move, 1–9 mark while nothing is searched, Enter hands it over. */
export function HandOverDialog(props: HandOverDialogProps) {
  const { t } = useTranslation();
  const receivers = useCall(['claims', 'receivers'], () => api.claims.receivers({}), { keep: true });
  const me = useSession().data?.user?.id;
  const pick = usePick();
  const { search, at } = pick;
  const [note, setNote] = useState('');
  const matches = useTextMatch(search);
  const people = (receivers.data ?? []).filter(
    ({ id, name }) => id !== props.holderId && id !== me && (search.trim() === '' || matches(name)),
  );
  const choices: Choice[] = [...people, ...(props.mayRelease && search.trim() === '' ? (['NOBODY'] as const) : [])];
  const marked = choices[at];
  const markedId = marked === undefined ? undefined : idOf(marked);
  useEffect(() => props.onChoose?.(markedId), [markedId]);
  const confirm = (choice: Choice | undefined = marked): void => {
    if (choice !== undefined && props.busy !== true) props.onConfirm(idOf(choice), note.trim());
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
            onClick={() => confirm()}
            disabled={marked === undefined || props.busy === true}
            testId="hand-over-confirm"
          >
            {t('action.HAND_OVER')}
          </Button>
        </>
      }
    >
      {props.children}
      <PickList
        pick={pick}
        look="person"
        label={props.title}
        hint={t('claims.receiverSearch')}
        choices={choices}
        idOf={(choice) => idOf(choice) ?? ''}
        row={(choice) =>
          choice === 'NOBODY' ? <span>{t('claims.receiverNobody')}</span> : <Receiver receiver={choice} />
        }
        onTake={confirm}
        digits={{ count: DIGITS, press: (_, index) => pick.mark(index) }}
        searchMark="receiver-search"
        markOf={(choice) => (choice === 'NOBODY' ? 'receiver-nobody' : 'receiver')}
      >
        {receivers.error === null ? null : <ErrorState error={receivers.error} />}
        {receivers.data === undefined && receivers.error === null ? <LoadingState lines={4} /> : null}
      </PickList>
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
