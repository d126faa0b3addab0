import { byId, bytes, clock, el, millis, show } from './dom.js';
import { call, guildPath } from './api.js';

const period = 1500;
const cell = (value, kind = '') => el('td', { class: kind }, value);
const none = (columns, text) => [el('tr', {}, el('td', { colSpan: columns, class: 'empty' }, text))];

export function startMonitor(guild) {
  const tick = async () => {
    if (!document.hidden) await refresh(guild());
    setTimeout(tick, period);
  };
  tick();
}

async function refresh(guild) {
  try {
    const [health, vms, threads, runs, errors] = await Promise.all([
      call('GET', '/api/health'), call('GET', '/api/vms'), call('GET', '/api/threads'), call('GET', '/api/runs'),
      guild ? call('GET', guildPath(guild, 'errors?limit=20')) : { ok: true, value: [] },
    ]);
    showHealth(health);
    if (vms.ok) showVms(vms.value);
    if (threads.ok) show(byId('threads'), threads.value, (all) => all.map(threadRow));
    if (runs.ok) show(byId('runs'), runs.value, (all) => (all.length ? all.map(runRow) : none(6, 'No runs yet.')));
    if (errors.ok) show(byId('errors'), errors.value, (all) => (all.length ? all.map(errorItem) : [el('li', { class: 'empty' }, 'None. Good.')]));
  } catch {
    byId('health').textContent = 'not reachable';
    byId('health').className = 'pill bad';
  }
}

function showHealth(health) {
  byId('health').textContent = health.value?.status ?? 'unknown';
  byId('health').className = `pill ${health.ok ? 'good' : 'bad'}`;
}

function showVms(vms) {
  byId('vm-count').textContent = String(vms.length);
  show(byId('guilds'), vms.map((vm) => vm.guild_id), (ids) => ids.map((id) => el('option', { value: id })));
  show(byId('vms'), vms, (all) => (all.length ? all.map(vmRow) : none(6, 'No guild has a VM: the first event builds it.')));
}

function vmRow(vm) {
  return el('tr', {},
    cell(vm.guild_id, 'id'),
    el('td', {}, el('span', { class: `pill ${vm.state === 'healthy' ? 'good' : 'bad'}` }, vm.reason ? `${vm.state}: ${vm.reason}` : vm.state)),
    el('td', {}, el('meter', { min: 0, max: vm.memory_limit, high: vm.memory_limit * 0.8, value: vm.memory_bytes }), ` ${bytes(vm.memory_bytes)}`),
    cell(vm.executions, 'num'), cell(vm.thread, 'num'),
    el('td', { class: 'num' }, el('button', { type: 'button', class: 'quiet', title: 'Drop this VM; the next event builds a fresh one', onclick: () => call('DELETE', guildPath(vm.guild_id, 'vm')) }, 'destroy')));
}

const threadRow = (thread) => el('tr', {}, cell(thread.thread, 'num'), cell(thread.state), cell(thread.vms, 'num'), cell(thread.ready_runs, 'num'),
  cell(thread.waiting_runs, 'num'), cell(thread.actions, 'num'), cell(millis(thread.busy_ms), 'num'));

const runRow = (run) => el('tr', {}, cell(clock(run.at)), cell(run.guild_id, 'id'), cell(run.template), cell(run.event),
  el('td', {}, el('span', { class: `pill ${run.status === 'ok' ? 'good' : run.status === 'running' ? 'warn' : 'bad'}` }, run.status)), cell(millis(run.duration_ms), 'num'));

function errorItem(error) {
  return el('li', {},
    el('div', { class: 'figures' }, el('strong', {}, error.template ?? 'guild'), el('span', {}, error.event_name ?? ''), el('span', {}, error.code), el('span', {}, clock(error.last_at)), error.count > 1 ? el('span', { class: 'pill bad' }, `× ${error.count}`) : null),
    el('div', { class: 'message' }, error.message),
    error.frame ? el('details', {}, el('summary', {}, `${error.file}:${error.line}`), el('pre', { class: 'frame' }, error.frame)) : null);
}
