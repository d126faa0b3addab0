import { byId, el } from './dom.js';
import { call, guildPath, templatePath } from './api.js';
import { problemNodes } from './problems.js';

// The template under edit. `files` is the text as typed; what is stored may be older.
const state = { guild: '', name: null, files: {}, file: null, dirty: false };

// What was asked for last wins: an older answer that comes late must not replace it, nor what was typed since.
let opening = 0;

export const current = () => ({ name: state.name, source: state.files[entryOf(state.files)] ?? '', caps: words(byId('caps').value), dirty: state.dirty, files: Object.keys(state.files).length });

const entryOf = (files) => ('init.luau' in files ? 'init.luau' : 'init.lua');
const words = (text) => text.split(',').map((word) => word.trim()).filter((word) => word !== '');

export async function openGuild(guild) {
  // While the other guild's answers are under way nothing of this one may be typed into, or saved there.
  if (state.guild !== guild) showTemplate(null, {}, [], [], false);
  state.guild = guild;
  const mine = ++opening;
  const names = await loadList();
  if (opening !== mine) return;
  if (names.length > 0) await openTemplate(names.includes(state.name) ? state.name : names[0]);
  else showTemplate(null, {}, [], [], false);
}

async function loadList() {
  const guild = state.guild;
  const answer = await call('GET', guildPath(guild, 'templates'));
  const templates = answer.ok ? answer.value : [];
  // The person may have gone to another guild meanwhile; its own answer follows.
  if (state.guild !== guild) return [];
  byId('template-list').replaceChildren(...templates.map((template) => el('li', {}, el('button', {
    type: 'button', 'aria-current': String(template.name === state.name), onclick: () => leaveThen(() => openTemplate(template.name)),
  }, template.name, template.paused ? ' (paused)' : ''))));
  if (templates.length === 0) byId('template-list').replaceChildren(el('li', { class: 'empty' }, 'None yet.'));
  return templates.map((template) => template.name);
}

async function openTemplate(name) {
  const mine = ++opening;
  const answer = await call('GET', templatePath(state.guild, name));
  if (opening !== mine) return undefined;
  if (!answer.ok) return say(problemNodes(answer.value), false);
  showTemplate(name, answer.value.files, answer.value.events, answer.value.allowed_caps, answer.value.paused);
  return loadList();
}

function showTemplate(name, files, events, caps, paused) {
  Object.assign(state, { name, files: { ...files }, file: null });
  byId('template-name').textContent = name ?? 'No template';
  byId('events').value = events.join(', ');
  byId('caps').value = caps.join(', ');
  byId('paused').checked = paused;
  for (const id of ['save', 'delete', 'add-file', 'run', 'source']) byId(id).disabled = name === null;
  showFile(name === null ? null : entryOf(files));
  setDirty(false);
  byId('diagnostics').hidden = true;
}

function showFile(path) {
  state.file = path;
  byId('source').value = path === null ? '' : (state.files[path] ?? '');
  byId('files').replaceChildren(...Object.keys(state.files).sort().map((file) => el('button', {
    type: 'button', role: 'tab', 'aria-selected': String(file === path), onclick: () => showFile(file),
  }, file)));
  number();
}

function number() {
  const source = byId('source');
  const count = source.value.split('\n').length;
  byId('lines').textContent = Array.from({ length: count }, (_, i) => i + 1).join('\n');
  byId('lines').scrollTop = source.scrollTop;
}

function setDirty(dirty) {
  state.dirty = dirty;
  byId('dirty').hidden = !dirty;
}

export function leaveThen(next, stay = () => {}) {
  if (!state.dirty || confirm('Leave without saving your changes?')) next();
  else stay();
}

function say(nodes, good) {
  const box = byId('diagnostics');
  box.replaceChildren(...nodes);
  box.classList.toggle('saved', good);
  box.hidden = false;
}

async function save() {
  if (state.name === null) return;
  const answer = await call('PUT', templatePath(state.guild, state.name), {
    files: state.files, events: words(byId('events').value), allowed_caps: words(byId('caps').value), paused: byId('paused').checked,
  });
  if (!answer.ok) return say(problemNodes(answer.value), false);
  setDirty(false);
  say([el('span', {}, `Saved ${state.name}.`)], true);
  await loadList();
}

async function remove() {
  if (!confirm(`Delete the template ${state.name}?`)) return;
  const answer = await call('DELETE', templatePath(state.guild, state.name));
  if (!answer.ok) return say(problemNodes(answer.value), false);
  await openGuild(state.guild);
}

function create() {
  const name = prompt('Name of the new template (letters, digits, _ . $ -)');
  if (name === null || name === '') return;
  showTemplate(name, { 'init.luau': 'local evt, ctx = ...\n\nreturn { event = evt.name }\n' }, [], [], false);
  setDirty(true);
}

function addFile() {
  const path = prompt('Path of the new file, such as util.luau or lib/names.luau');
  if (path === null || path === '') return;
  state.files[path] ??= 'return {}\n';
  showFile(path);
  setDirty(true);
}

export function startEditor() {
  byId('source').addEventListener('input', () => {
    state.files[state.file] = byId('source').value;
    setDirty(true);
    number();
  });
  byId('source').addEventListener('scroll', () => { byId('lines').scrollTop = byId('source').scrollTop; });
  byId('source').addEventListener('keydown', (key) => {
    if (key.key !== 'Tab' || key.shiftKey || key.ctrlKey) return;
    key.preventDefault();
    byId('source').setRangeText('    ', byId('source').selectionStart, byId('source').selectionEnd, 'end');
    byId('source').dispatchEvent(new Event('input'));
  });
  for (const id of ['events', 'caps', 'paused']) byId(id).addEventListener('input', () => setDirty(true));
  byId('save').addEventListener('click', save);
  byId('delete').addEventListener('click', remove);
  byId('new-template').addEventListener('click', () => leaveThen(create));
  byId('add-file').addEventListener('click', addFile);
  addEventListener('keydown', (key) => {
    if ((key.ctrlKey || key.metaKey) && key.key === 's') {
      key.preventDefault();
      save();
    }
  });
  addEventListener('beforeunload', (leaving) => { if (state.dirty) leaving.preventDefault(); });
}
