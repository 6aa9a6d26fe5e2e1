import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayKeepDevices, type Device } from '../../src-shared/contract/devices.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatInstant } from '../ui/format.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** One device: what was done to it by whom and why, and the step that can be done now, with its reason. */
export function DeviceDetail({ device, onDone }: { device: Device; onDone: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const isKeeper = mayKeepDevices(useSession().data?.user?.roles ?? []);
  const [reason, setReason] = useState('');
  const [isAsking, setAsking] = useState(false);
  const changes = useCall(
    ['settings', 'deviceChanges', device.id],
    () => api.settings.deviceChanges({ deviceId: device.id }),
    { keep: true, forget: true },
  );
  const step = device.revokedAtMs === null ? 'revoke' : 'restore';
  const order = useOrder(api.settings.stepDevice, (_output, sent) => {
    setAsking(false);
    setReason('');
    showToast({ text: t(`deviceDone.${sent.step}`) });
    void changes.refetch();
    onDone();
  });
  const names = { user: device.userName, name: device.name };
  return (
    <Panel label={device.name} testId="device-detail">
      <Section title={`${device.userName} · ${device.name}`}>
        <p className="dim">
          {t('devices.firstSeen')} {formatInstant(device.firstSeenAtMs)} · {t('devices.lastSeen')}{' '}
          {formatInstant(device.lastSeenAtMs)}
        </p>
        {device.revokedAtMs === null ? null : (
          <Notice tone="warn" testId="device-revoked">
            {t('devices.revokedSince', { time: formatInstant(device.revokedAtMs) })}
          </Notice>
        )}
        {!isKeeper ? null : device.isOwn ? (
          <p className="dim">{t('devices.ownText')}</p>
        ) : (
          <form
            className="settings-form handover-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (reason.trim() !== '') setAsking(true);
            }}
          >
            <label className="field">
              <span className="label">{t('devices.reason')}</span>
              <input
                className="input"
                value={reason}
                maxLength={200}
                placeholder={t('devices.reasonHint')}
                data-testid="device-reason"
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            <div className="dialog-foot">
              <Button
                type="submit"
                look={step === 'revoke' ? 'danger' : 'primary'}
                keyName="⏎"
                disabled={reason.trim() === ''}
                testId="device-step"
              >
                {t(`deviceStep.${step}`)}
              </Button>
            </div>
          </form>
        )}
      </Section>
      <Section title={t('devices.history')} testId="device-changes">
        {changes.error === null ? null : <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />}
        {changes.data === undefined && changes.error === null ? <LoadingState lines={2} /> : null}
        {changes.data?.changes.length === 0 ? <p className="dim">{t('devices.noHistory')}</p> : null}
        <table className="plain-table">
          <tbody>
            {(changes.data?.changes ?? []).map((change) => (
              <tr key={change.id} data-testid="device-change">
                <td>{formatInstant(change.changedAtMs)}</td>
                <td>{t(`deviceStep.${change.step}`)}</td>
                <td>{change.changedByName}</td>
                <td>{change.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      {isAsking ? (
        <ConfirmDialog
          title={t(`deviceTitle.${step}`, names)}
          confirmText={t(`deviceStep.${step}`)}
          look={step === 'revoke' ? 'danger' : 'primary'}
          busy={order.isPending}
          onClose={() => {
            order.reset();
            setAsking(false);
          }}
          onConfirm={() => order.mutate({ deviceId: device.id, step, reason })}
          testId="device-dialog"
        >
          <p>{t(`deviceText.${step}`, names)}</p>
          {order.error === null ? null : (
            <Notice tone="bad" testId="device-problem">
              {text(problemOf(order.error))}
            </Notice>
          )}
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}
