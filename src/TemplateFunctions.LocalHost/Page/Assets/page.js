import { byId } from './dom.js';
import { useKey, whenKeyIsWanted } from './api.js';
import { openGuild, startEditor } from './editor.js';
import { startMonitor } from './monitor.js';
import { startRunner } from './run.js';

const sampleGuild = '1000';
const guild = () => (byId('guild').validity.valid ? byId('guild').value : '');

async function open() {
  if (guild() === '') return;
  localStorage.setItem('templatefunctions-guild', guild());
  await openGuild(guild());
}

byId('guild').value = localStorage.getItem('templatefunctions-guild') ?? sampleGuild;
byId('guild').addEventListener('change', open);
whenKeyIsWanted(() => { byId('key-form').hidden = false; });
byId('key-form').addEventListener('submit', (submitted) => {
  submitted.preventDefault();
  useKey(byId('key').value);
  byId('key-form').hidden = true;
  open();
});

startEditor();
await startRunner(guild);
startMonitor(guild);
await open();
