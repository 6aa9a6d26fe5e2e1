import { z } from 'zod';
import { INVOICE_BUYER_KEY } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const HandedOver = z.object({ handoverId: z.string(), count: z.int() });
const Saved = z.object({ version: z.int() });

/** The settings of the company: read from the local copy, changed by the server only. */
export function settingsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'settings'> {
  const { stores, clock } = services;
  return {
    deputies: () => stores.read('settings.deputies', { userId: services.user().id, today: businessDateOf(clock()) }),
    nameDeputy: async (input, { signal }) => {
      await answeredCommand(services, { kind: 'deputy.name', ...input }, { isOnline, signal });
      return {};
    },
    endDeputy: async (input, { signal }) => {
      await answeredCommand(services, { kind: 'deputy.end', ...input }, { isOnline, signal });
      return {};
    },
    handoverPeople: () => stores.read('settings.handoverPeople', { today: businessDateOf(clock()) }),
    handoverPreview: (input) => services.server.handover.preview(input),
    handOver: async (input, { signal }) => {
      const { output } = await answeredCommand(services, { kind: 'work.handOver', ...input }, { isOnline, signal });
      return HandedOver.parse(output);
    },
    handovers: () => services.server.handover.orders({}),
    handoverItems: (input) => services.server.handover.items(input),
    devices: (input) => services.server.devices.list(input),
    deviceChanges: (input) => services.server.devices.changes(input),
    stepDevice: async (input, { signal }) => {
      await answeredCommand(services, { kind: 'device.step', ...input }, { isOnline, signal });
      return {};
    },
    invoiceBuyer: () => stores.read('settings.invoiceBuyer', { settingKey: INVOICE_BUYER_KEY }),
    saveInvoiceBuyer: async (input, { signal }) => {
      const body = { kind: 'setting.saveInvoiceBuyer', ...input } as const;
      const { output } = await answeredCommand(services, body, { isOnline, signal });
      return Saved.parse(output);
    },
  };
}
