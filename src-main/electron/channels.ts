/** The one channel between preload and main, and the words between preload and page. */
export const PORT_CHANNEL = 'hedui-port';
export const PORT_WANTED = 'hedui-port-wanted';
