import { useTranslation } from 'react-i18next';
import { useAllCommands, type Command } from '../ui/commands.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';
import { PickList, usePick } from '../ui/PickList.tsx';

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const all = useAllCommands();
  const pick = usePick();
  const found = all.filter((command) => command.label.toLowerCase().includes(pick.search.trim().toLowerCase()));
  const run = (command: Command): void => {
    onClose();
    command.run();
  };
  return (
    <Dialog title={t('app.palette')} onClose={onClose} testId="palette">
      <PickList
        pick={pick}
        look="command"
        label={t('app.palette')}
        hint={t('app.palette')}
        choices={found}
        idOf={({ id }) => id}
        row={({ label, keyName }) => (
          <>
            <span>{label}</span>
            {keyName === null ? null : <KeyCap name={keyName} />}
          </>
        )}
        onTake={run}
        takesByClick
        searchMark="palette-search"
      />
    </Dialog>
  );
}
