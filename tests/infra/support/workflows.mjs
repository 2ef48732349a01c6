// The workflows and the actions of .github as their authors wrote them, and what has to be true of them.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { YAML } from './packages.mjs';

// { name, text, workflow } of each, or { name, text, action }.
export function readGithub(root) {
  const read = (kind, path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { name: basename(path), text, [kind]: YAML.parse(text) };
  };
  const actions = readdirSync(join(root, '.github/actions'));
  return [
    ...readdirSync(join(root, '.github/workflows')).map((file) =>
      read('workflow', `.github/workflows/${file}`),
    ),
    ...actions.map((folder) => ({
      ...read('action', `.github/actions/${folder}/action.yml`),
      name: folder,
    })),
  ];
}

const stepsOf = ({ workflow, action }) =>
  action ? action.runs.steps : Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps);

// Every script of a file: { name, script }.
export const scriptsOf = (file) =>
  stepsOf(file)
    .filter(({ run }) => run !== undefined)
    .map(({ name, run }) => ({ name: `${file.name}, ${name}`, script: run }));

// { action, commit, version } of each action that is not ours; the last two undefined where not written.
export const pinsOf = ({ text }) =>
  [...text.matchAll(/^\s*(?:- )?uses:\s*(\S+)(.*)$/gm)]
    .filter(([, used]) => !used.startsWith('./'))
    .map(([, used, comment]) => {
      const [action, commit] = used.split('@');
      return {
        action: action.split('/').slice(0, 2).join('/'),
        commit: /^[0-9a-f]{40}$/.test(commit) ? commit : undefined,
        version: /^ # (v\d+\.\d+\.\d+)$/.exec(comment)?.[1],
      };
    });

const triggersOf = ({ on }) => (typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on));

function* faultsOfJob(workflow, job) {
  if (!job.permissions || typeof job.permissions !== 'object') yield 'no permissions of its own';
  if (job.uses) return;
  if (!(job['timeout-minutes'] > 0)) yield 'no timeout';
  if (/-latest$/.test(job['runs-on'])) yield `a runner that changes by itself, ${job['runs-on']}`;
  const writes = Object.entries(job.permissions ?? {})
    .filter(([, access]) => access === 'write')
    .map(([what]) => what);
  // Whoever proposes a change chooses what runs then.
  if (triggersOf(workflow).includes('pull_request'))
    for (const what of writes)
      if (what !== 'security-events') yield `a proposed change may write ${what}`;
}

function* faultsOfSteps(file) {
  for (const { action, commit, version } of pinsOf(file)) {
    if (!commit) yield `${action} is not pinned by commit`;
    if (!version) yield `${action} has no version beside its commit`;
  }
  for (const { name, script } of scriptsOf(file))
    if (script.includes('${{')) yield `an expression becomes part of the script: ${name}`;
  for (const { uses = '', with: inputs } of stepsOf(file))
    if (uses.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false)
      yield 'a checkout leaves its token behind';
}

// What is wrong with a file of readGithub(), a sentence each.
export function faultsOf(file) {
  const faults = [...faultsOfSteps(file)];
  const { workflow } = file;
  if (!workflow) return faults;
  if (Object.keys(workflow.permissions ?? { all: 'write' }).length > 0)
    faults.push('jobs have permissions that they do not ask for');
  if (!workflow.concurrency?.group) faults.push('no concurrency group');
  if (workflow.defaults?.run?.shell !== 'bash') faults.push('scripts go on after a pipe that broke');
  for (const trigger of triggersOf(workflow))
    if (['pull_request_target', 'workflow_run'].includes(trigger))
      faults.push(`${trigger} gives strangers' changes our permissions`);
  if (triggersOf(workflow).includes('pull_request') && /\bsecrets\./.test(file.text))
    faults.push('a proposed change may read secrets');
  for (const [name, job] of Object.entries(workflow.jobs))
    faults.push(...[...faultsOfJob(workflow, job)].map((fault) => `${name}: ${fault}`));
  return faults;
}

// What is wrong with the calls of our own actions and workflows, which actionlint does not look into.
export function faultsOfCalls(files) {
  const inputsOf = (path) => {
    const [kind, name] = /^\.\/\.github\/(workflows|actions)\/([^/]+)$/.exec(path)?.slice(1) ?? [];
    const called = files.find((file) => file.name === name && (kind === 'actions') === !!file.action);
    return called && (called.action?.inputs ?? called.workflow?.on.workflow_call?.inputs ?? {});
  };
  const calls = files.flatMap((file) => [
    ...stepsOf(file),
    ...Object.values(file.workflow?.jobs ?? {}),
  ]);
  return calls
    .filter(({ uses }) => uses?.startsWith('./'))
    .flatMap(({ uses, with: given = {} }) => {
      const inputs = inputsOf(uses);
      if (!inputs) return [`${uses} is not there`];
      const missing = Object.keys(inputs).filter((name) => inputs[name].required && !(name in given));
      const unknown = Object.keys(given).filter((name) => !(name in inputs));
      return [
        ...missing.map((name) => `${uses} is not given ${name}`),
        ...unknown.map((name) => `${uses} does not know ${name}`),
      ];
    });
}

// The names of the secrets and variables that the files use.
export const settingsOf = (files) =>
  [
    ...new Set(
      files.flatMap(({ text }) =>
        [...text.matchAll(/\b(?:secrets|vars)\.([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name),
      ),
    ),
  ].sort();
