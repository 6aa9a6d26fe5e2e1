/** What a scan did, for ears that cannot look: rising for good, twice for again, low for the wrong bin, lower and long for unknown. */
const TONES = {
  ok: [[880, 80]],
  repeat: [
    [660, 70],
    [660, 70],
  ],
  wrongBin: [[330, 220]],
  unknown: [[196, 400]],
} as const;

let audio: AudioContext | null = null;

export function playTone(name: keyof typeof TONES): void {
  audio ??= new AudioContext();
  let at = audio.currentTime;
  for (const [frequency, milliseconds] of TONES[name]) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    gain.gain.value = 0.1;
    oscillator.frequency.value = frequency;
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + milliseconds / 1000);
    at += (milliseconds + 40) / 1000;
  }
}
