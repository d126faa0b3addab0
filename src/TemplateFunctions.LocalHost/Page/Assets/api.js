// The HTTP contract as the page uses it. A refusal comes back as a value with its problem; only a lost connection throws.
const keyName = 'templatefunctions-key';
let onKeyWanted = () => {};

export function whenKeyIsWanted(handler) { onKeyWanted = handler; }
export function useKey(key) { sessionStorage.setItem(keyName, key); }

export async function call(method, path, body) {
  const headers = {};
  const key = sessionStorage.getItem(keyName);
  if (key) headers['x-functions-key'] = key;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store' });
  if (answer.status === 401) onKeyWanted();
  const text = await answer.text();
  const value = text === '' ? null : parse(text);
  return { ok: answer.ok, status: answer.status, value };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { code: '', title: 'The answer is not JSON', detail: text.slice(0, 200), errors: [] };
  }
}

export const guildPath = (guild, rest = '') => `/api/guilds/${encodeURIComponent(guild)}/${rest}`;
export const templatePath = (guild, name) => guildPath(guild, `templates/${encodeURIComponent(name)}`);
