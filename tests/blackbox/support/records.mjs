// What people keep, a sample of each kind.
import { newYork } from './births.mjs';

export const recordKinds = [
  {
    kind: 'horoscope',
    operation: 'Horoscope',
    path: '/api/v1/users/me/horoscopes',
    sample: (n = 0) => ({
      sign: ['aries', 'leo', 'pisces'][n % 3],
      date: `2026-11-${String((n % 28) + 1).padStart(2, '0')}`,
      type: ['daily', 'weekly'][n % 2],
      content: `Day ${n} is a good one: “naïve” \u{1f319} \\ / "quoted"`,
      statements: [{ text: 'Venus rises', weight: 0.5 }],
      areas: { love: 4, work: { score: 3 } },
      luckyElements: { number: 7 },
      source: ['builtin', 'claude'][n % 2],
      language: 'en',
      timezone: 'America/New_York',
    }),
    filters: ['sign', 'date', 'type', 'source'],
  },
  {
    kind: 'chatMessage',
    operation: 'ChatMessage',
    path: '/api/v1/users/me/messages',
    sample: (n = 0) => ({
      conversationId: `conversation-${n % 3}`,
      role: ['user', 'assistant'][n % 2],
      content: `Question ${n}?`,
      statements: [],
      suggestedFollowUps: ['And then?'],
      source: 'claude',
    }),
    filters: ['conversationId', 'role'],
  },
  {
    kind: 'match',
    operation: 'Match',
    plural: 'Matches',
    path: '/api/v1/users/me/matches',
    sample: (n = 0) => ({
      user: newYork,
      partner: { name: `Partner ${n}`, ...newYork },
      overallScore: n % 100,
      emotionalScore: 12.5,
      western: { synastry: [] },
      vedic: { gunas: 21 },
      notes: 'We met in May.',
    }),
    filters: [],
  },
  {
    kind: 'bookmark',
    operation: 'Bookmark',
    path: '/api/v1/users/me/bookmarks',
    sample: (n = 0) => ({
      targetKind: ['horoscope', 'chart', 'reading'][n % 3],
      targetId: `target-${n % 4}`,
      title: `Mark ${n}`,
      note: 'Read this again.',
      tags: ['moon', 'love'],
    }),
    filters: ['targetKind', 'targetId'],
  },
  {
    kind: 'chart',
    operation: 'KeptChart',
    path: '/api/v1/users/me/charts',
    sample: (n = 0) => ({
      label: `Chart ${n}`,
      notes: 'Of a friend.',
      birthData: { ...newYork, latitude: 40 + (n % 100) / 100 },
      systems: ['western'],
      options: { bodies: ['sun', 'moon'] },
    }),
    filters: [],
  },
  {
    kind: 'report',
    operation: 'Report',
    path: '/api/v1/users/me/reports',
    sample: (n = 0) => ({
      type: ['natal', 'transit'][n % 2],
      status: ['pending', 'ready', 'failed'][n % 3],
      title: `Report ${n}`,
      birthData: newYork,
      content: { chapters: [{ heading: 'You' }] },
      statements: [{ text: 'The Sun is in Taurus' }],
    }),
    filters: ['type', 'status'],
  },
];

export const recordKind = (kind) => recordKinds.find((one) => one.kind === kind);

// What its owner wrote, without what the server adds.
export function documentOf(record) {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...document } = record;
  return document;
}
