import { byId, bytes, el, millis } from './dom.js';
import { call } from './api.js';
import { current } from './editor.js';
import { problemNodes } from './problems.js';

let events = [];

export async function startRunner(guild) {
  const answer = await call('GET', 'events.json');
  events = answer.ok ? answer.value : [];
  const families = [...new Set(events.map((event) => event.base_name))];
  byId('event').replaceChildren(...families.map((family) => el('optgroup', { label: family },
    ...events.filter((event) => event.base_name === family).map((event) => el('option', { value: event.name }, event.name)))));
  byId('event').addEventListener('change', showSample);
  if (events.some((event) => event.name === 'MESSAGE_CREATE')) byId('event').value = 'MESSAGE_CREATE';
  showSample();
  byId('run').addEventListener('click', () => run(guild()));
  addEventListener('keydown', (key) => {
    if ((key.ctrlKey || key.metaKey) && key.key === 'Enter') run(guild());
  });
}

function showSample() {
  const event = events.find((candidate) => candidate.name === byId('event').value);
  byId('data').value = JSON.stringify(event?.data ?? null, null, 2);
}

async function run(guild) {
  const template = current();
  if (template.name === null) return;
  let data;
  try {
    data = JSON.parse(byId('data').value || 'null');
  } catch (error) {
    return showNodes([el('div', { class: 'diagnostics' }, `The event data is not JSON: ${error.message}`)]);
  }
  // A changed template of one file runs as typed, with the capabilities that the field names; several files run as stored.
  const unsaved = template.dirty && template.files === 1;
  byId('run').disabled = true;
  showNodes([el('p', { class: 'hint' }, 'Running…')]);
  try {
    const answer = await call('POST', '/api/execute', {
      template: template.name,
      event: { name: byId('event').value, data },
      context: unsaved ? { guild_id: guild, allowed_caps: template.caps } : { guild_id: guild },
      ...(unsaved ? { content: template.source } : {}),
    });
    if (answer.status === 202) showNodes([el('p', { class: 'hint' }, `Still running as ${answer.value.execution_id}.`)]);
    else if (answer.ok) showNodes(outcomeNodes(answer.value, unsaved));
    else showNodes([el('div', { class: 'diagnostics' }, ...problemNodes(answer.value))]);
  } catch {
    showNodes([el('div', { class: 'diagnostics' }, 'The host cannot be reached.')]);
  } finally {
    byId('run').disabled = false;
  }
}

function showNodes(nodes) { byId('outcome').replaceChildren(...nodes); }

function outcomeNodes(outcome, unsaved) {
  const good = outcome.status === 'ok';
  return [
    el('div', { class: 'figures' },
      el('span', { class: `pill ${good ? 'good' : 'bad'}`, id: 'outcome-status' }, outcome.status),
      el('span', {}, `took ${millis(outcome.duration_ms)}`), el('span', {}, `cpu ${millis(outcome.cpu_ms)}`), el('span', {}, `VM ${bytes(outcome.memory_bytes)}`),
      unsaved ? el('span', { class: 'pill warn' }, 'ran as typed, not saved') : null),
    ...(good ? [el('h3', {}, 'Result'), el('pre', { class: 'json', id: 'result' }, JSON.stringify(outcome.result, null, 2))] : errorNodes(outcome.error)),
    ...(outcome.logs?.length ? [el('h3', {}, 'Log'), el('pre', { class: 'logs', id: 'logs' }, outcome.logs.join('\n'))] : []),
  ];
}

export function errorNodes(error) {
  return [
    el('div', { class: 'message', id: 'error-message' }, el('strong', {}, error.code), ' ', error.message),
    error.frame ? el('pre', { class: 'frame' }, error.frame) : null,
    error.traceback ? el('details', {}, el('summary', {}, 'Traceback'), el('pre', { class: 'logs' }, error.traceback)) : null,
  ].filter((node) => node !== null);
}
