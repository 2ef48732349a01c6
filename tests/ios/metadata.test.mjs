// The texts for the App Store fit, as App Store Connect's reference has it
// (developer.apple.com/help/app-store-connect/reference).
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readJson, readText, root } from './support/files.mjs';

const text = (name) => readText(`ios/metadata/${name}`).trim();
const locales = readdirSync(join(root, 'ios/metadata'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^[a-z]{2,3}(-\w+)?$/.test(entry.name))
  .map(({ name }) => name);
const characters = {
  name: 30,
  subtitle: 30,
  promotional_text: 170,
  description: 4000,
  release_notes: 4000,
};

describe('the texts for the App Store', () => {
  it('are there in the primary language', () => assert.deepEqual(locales, ['en-US']));

  for (const locale of locales) {
    for (const [name, most] of Object.entries(characters))
      it(`${locale}: ${name} has at most ${most} characters`, () => {
        const length = [...text(`${locale}/${name}.txt`)].length;
        assert.ok(length >= 2 && length <= most, `${length}`);
      });

    it(`${locale}: the keywords take at most 100 bytes, and repeat neither the name nor themselves`, () => {
      const list = text(`${locale}/keywords.txt`);
      assert.ok(Buffer.byteLength(list) <= 100);
      const words = list.split(',');
      assert.equal(new Set(words).size, words.length);
      for (const word of words) {
        assert.equal(word, word.trim());
        assert.ok(word.length > 2, word);
        assert.notEqual(word, text(`${locale}/name.txt`).toLowerCase());
      }
    });

    for (const name of ['support_url', 'marketing_url', 'privacy_url'])
      it(`${locale}: ${name} is an address of ours`, () => {
        const url = new URL(text(`${locale}/${name}.txt`));
        assert.equal(url.protocol, 'https:');
        assert.equal(url.hostname, 'astronova.app');
      });

    it(`${locale}: what is plain text has no markup and no price`, () => {
      for (const name of ['description', 'promotional_text', 'release_notes'])
        assert.doesNotMatch(text(`${locale}/${name}.txt`), /<[a-z]|\]\(|[$€£]\d/i, name);
    });

    it(`${locale}: nothing is said of other companies' platforms`, () => {
      const all = Object.keys(characters).map((name) => text(`${locale}/${name}.txt`));
      assert.doesNotMatch(all.join('\n'), /android|google|windows/i);
    });
  }

  it('name the app, and the categories that it is in', () => {
    assert.equal(text('en-US/name.txt'), 'Astronova');
    assert.equal(text('primary_category.txt'), 'EDUCATION');
    assert.equal(text('secondary_category.txt'), 'REFERENCE');
  });

  it('tell the reviewer how an account is deleted', () => {
    const notes = text('review_information/notes.txt');
    assert.ok([...notes].length <= 4000);
    assert.match(notes, /delete the account/i);
  });
});

describe('the age rating', () => {
  const answers = readJson('ios/age-rating.json');
  const graded = ['NONE', 'INFREQUENT', 'FREQUENT', 'INFREQUENT_OR_MILD', 'FREQUENT_OR_INTENSE'];
  const questions = {
    graded: [
      'alcoholTobaccoOrDrugUseOrReferences',
      'contests',
      'gamblingSimulated',
      'gunsOrOtherWeapons',
      'horrorOrFearThemes',
      'matureOrSuggestiveThemes',
      'medicalOrTreatmentInformation',
      'profanityOrCrudeHumor',
      'sexualContentGraphicAndNudity',
      'sexualContentOrNudity',
      'violenceCartoonOrFantasy',
      'violenceRealistic',
      'violenceRealisticProlongedGraphicOrSadistic',
    ],
    yesOrNo: [
      'advertising',
      'ageAssurance',
      'gambling',
      'healthOrWellnessTopics',
      'lootBox',
      'messagingAndChat',
      'parentalControls',
      'unrestrictedWebAccess',
      'userGeneratedContent',
    ],
    other: ['ageRatingOverrideV2', 'kidsAgeBand', 'koreaAgeRatingOverride'],
  };

  it('answers each question of App Store Connect, and no other', () => {
    assert.deepEqual(Object.keys(answers).sort(), Object.values(questions).flat().sort());
  });

  it('answers it in the form that it is asked in', () => {
    for (const question of questions.graded)
      assert.ok(graded.includes(answers[question]), question);
    for (const question of questions.yesOrNo)
      assert.equal(typeof answers[question], 'boolean', question);
  });

  it('agrees with the text: no advertising', () => {
    assert.match(text('en-US/description.txt'), /without advertising/);
    assert.equal(answers.advertising, false);
  });
});
