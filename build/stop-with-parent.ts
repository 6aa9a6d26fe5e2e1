/** Loaded with `--import` into a program that a script starts: when the script is gone, even by force, the program ends. */
process.channel?.unref();
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
