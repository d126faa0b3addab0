import { byId } from './dom.js';
import { useKey, whenKeyIsWanted } from './api.js';
import { leaveThen, openGuild, startEditor } from './editor.js';
import { startMonitor } from './monitor.js';
import { startRunner } from './run.js';

const sampleGuild = '1000';
const guild = () => (byId('guild').validity.valid ? byId('guild').value : '');

let opened = '';

async function open() {
  if (guild() === '') return;
  opened = guild();
  localStorage.setItem('templatefunctions-guild', guild());
  await openGuild(guild());
}

byId('guild').value = localStorage.getItem('templatefunctions-guild') ?? sampleGuild;
whenKeyIsWanted(() => { byId('key-form').hidden = false; });
byId('key-form').addEventListener('submit', (submitted) => {
  submitted.preventDefault();
  useKey(byId('key').value);
  byId('key-form').hidden = true;
  open();
});

startEditor();
startMonitor(guild);
await startRunner(guild);

// Only now, so that a guild chosen while the page was loading is opened once.
byId('guild').addEventListener('change', () => {
  if (guild() !== opened) leaveThen(open, () => { byId('guild').value = opened; });
});
await open();
