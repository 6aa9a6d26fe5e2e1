import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DeviceChange, DeviceId, DeviceList, DeviceSearch } from '../devices.contract.ts';

/** The devices that have ever signed in, for whoever may switch them off; the step itself is a command (0320). */
export const serverDevicesContract = {
  /** FORBIDDEN `devices-not-yours`. */
  list: oc.route({ method: 'GET', path: '/devices/v1/devices' }).input(DeviceSearch).output(DeviceList),
  /** What was done to one device, newest first. FORBIDDEN `devices-not-yours`. */
  changes: oc
    .route({ method: 'GET', path: '/devices/v1/devices/{deviceId}/changes' })
    .input(z.object({ deviceId: DeviceId }))
    .output(z.object({ changes: z.array(DeviceChange) })),
};
