import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../src-shared/contract/devices.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInstant } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import { DeviceDetail } from './DeviceDetail.tsx';
import './settings.css';

/** Who has signed in on which computer; one is picked with the arrows and switched off beside the list (0320). */
export function DevicesPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useCall(['settings', 'devices', text], () => api.settings.devices({ text }), {
    keep: true,
    forget: true,
  });
  const devices = list.data?.devices ?? [];
  const device = devices.find(({ id }) => id === chosen) ?? devices[0];
  const step = (by: number) => () => {
    const at = devices.findIndex(({ id }) => id === device?.id);
    setChosen(devices[Math.min(Math.max(at + by, 0), devices.length - 1)]?.id ?? null);
  };
  useKeys({ KeyJ: step(1), ArrowDown: step(1), KeyK: step(-1), ArrowUp: step(-1) });
  const total = list.data?.total ?? 0;
  return (
    <div className="work settings handover-work" data-testid="devices-page">
      <Panel label={t('room.devices')}>
        <Section title={t('room.devices')}>
          <p className="dim">{t('devices.text')}</p>
          <input
            className="input"
            value={text}
            maxLength={100}
            placeholder={t('devices.search')}
            aria-label={t('devices.search')}
            data-testid="devices-search"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              if (by === undefined) return;
              event.preventDefault();
              step(by)();
            }}
          />
          {list.error === null ? null : <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
          {list.data === undefined && list.error === null ? <LoadingState lines={4} /> : null}
          {list.data !== undefined && devices.length === 0 ? <EmptyState title={t('devices.none')} /> : null}
          {devices.length === 0 ? null : (
            <DeviceTable devices={devices} chosen={device?.id ?? null} onPick={setChosen} />
          )}
          {total > devices.length ? <p className="dim">{t('devices.more', { shown: devices.length, total })}</p> : null}
        </Section>
      </Panel>
      {device === undefined ? null : (
        <DeviceDetail key={device.id} device={device} onDone={() => void list.refetch()} />
      )}
    </div>
  );
}

interface DeviceTableProps {
  devices: readonly Device[];
  chosen: string | null;
  onPick: (id: string) => void;
}

function DeviceTable({ devices, chosen, onPick }: DeviceTableProps) {
  const { t } = useTranslation();
  return (
    <table className="plain-table device-table">
      <thead>
        <tr>
          {(['computer', 'person', 'lastSeen', 'state'] as const).map((name) => (
            <th key={name}>{t(`devices.${name}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <tr
            key={device.id}
            className={device.id === chosen ? 'on' : ''}
            aria-selected={device.id === chosen}
            data-testid="device-row"
            onClick={() => onPick(device.id)}
          >
            <td>
              {device.name} {device.isOwn ? <span className="dim">{t('devices.own')}</span> : null}
            </td>
            <td>
              {device.userName} <span className="mono dim">{device.login}</span>
            </td>
            <td>{formatInstant(device.lastSeenAtMs)}</td>
            <td>
              {device.revokedAtMs === null ? (
                <Tag tone="ok">{t('devices.active')}</Tag>
              ) : (
                <Tag tone="bad">{t('devices.revoked')}</Tag>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
