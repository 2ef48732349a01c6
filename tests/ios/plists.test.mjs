// The property lists of the app and of its export are well formed, agree with each other, and say of
// privacy what docs/PRIVACY.md says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJson, readPlist, readSettings, readText } from './support/files.mjs';

const bundle = 'sankalp.AstronovaApp';
const info = readPlist('ios/AstronovaApp/Info.plist');
const entitlements = readPlist('ios/AstronovaApp/AstronovaApp.entitlements');
const privacy = readPlist('ios/AstronovaApp/PrivacyInfo.xcprivacy');
const exporting = readPlist('ios/ExportOptions.plist');
const [debug, release] = ['Debug', 'Release'].map((name) => readSettings(`ios/Config/${name}.xcconfig`));

describe('the configuration of the app', () => {
  it('has one bundle id, one version and one build', () => {
    for (const settings of [debug, release]) {
      assert.equal(settings.PRODUCT_BUNDLE_IDENTIFIER, bundle);
      assert.match(settings.MARKETING_VERSION, /^\d+\.\d+\.\d+$/);
      assert.match(settings.CURRENT_PROJECT_VERSION, /^[1-9]\d*$/);
    }
    assert.equal(info.CFBundleIdentifier, '$(PRODUCT_BUNDLE_IDENTIFIER)');
    assert.equal(info.CFBundleShortVersionString, '$(MARKETING_VERSION)');
    assert.equal(info.CFBundleVersion, '$(CURRENT_PROJECT_VERSION)');
  });

  it('names the files that are there', () => {
    assert.equal(release.INFOPLIST_FILE, 'AstronovaApp/Info.plist');
    assert.equal(release.CODE_SIGN_ENTITLEMENTS, 'AstronovaApp/AstronovaApp.entitlements');
  });

  it('refers to settings alone that Xcode or its own files define', () => {
    const known = {
      ...release,
      ...Object.fromEntries(
        ['DEVELOPMENT_LANGUAGE', 'EXECUTABLE_NAME', 'PRODUCT_BUNDLE_PACKAGE_TYPE']
          .concat(['CFBundleIdentifier', 'TeamIdentifierPrefix'])
          .map((name) => [name, 'of Xcode']),
      ),
    };
    for (const [, name] of JSON.stringify([info, entitlements]).matchAll(/\$\((\w+)\)/g))
      assert.ok(name in known, name);
  });

  it('is shown under its name, in the category of the App Store', () => {
    assert.equal(info.CFBundleDisplayName, 'Astronova');
    const category = readText('ios/metadata/primary_category.txt').trim().toLowerCase();
    assert.equal(info.LSApplicationCategoryType, `public.app-category.${category}`);
  });

  it('encrypts nothing but its connections, which no form has to be filled in for', () => {
    assert.equal(info.ITSAppUsesNonExemptEncryption, false);
  });

  it('asks for nothing that it says it does not collect', () => {
    assert.deepEqual(Object.keys(info).filter((key) => key.endsWith('UsageDescription')), []);
    assert.equal(info.NSAppTransportSecurity, undefined);
  });
});

describe('what the app is entitled to', () => {
  it('is CloudKit, key-value storage, Sign in with Apple, pushes, and no more', () => {
    assert.deepEqual(entitlements, {
      'aps-environment': '$(APS_ENVIRONMENT)',
      'com.apple.developer.applesignin': ['Default'],
      'com.apple.developer.icloud-container-identifiers': ['iCloud.com.sankalp.AstronovaApp'],
      'com.apple.developer.icloud-services': ['CloudKit'],
      'com.apple.developer.ubiquity-kvstore-identifier':
        '$(TeamIdentifierPrefix)$(CFBundleIdentifier)',
    });
  });

  it('is production for those who install it, and the sandbox for developers', () => {
    assert.equal(release.APS_ENVIRONMENT, 'production');
    assert.equal(debug.APS_ENVIRONMENT, 'development');
    assert.equal(exporting.iCloudContainerEnvironment, 'Production');
  });
});

describe('the export', () => {
  it('is for App Store Connect, and leaves the upload to ios/upload-build', () => {
    assert.equal(exporting.method, 'app-store-connect');
    assert.equal(exporting.destination, 'export');
  });

  it('signs with the certificate and the profile that the archive was signed with', () => {
    assert.equal(exporting.signingStyle, release.CODE_SIGN_STYLE.toLowerCase());
    assert.equal(exporting.signingCertificate, release.CODE_SIGN_IDENTITY);
    assert.deepEqual(exporting.provisioningProfiles, {
      [bundle]: release.PROVISIONING_PROFILE_SPECIFIER,
    });
  });

  it('keeps the build number that the tag has', () => {
    assert.equal(exporting.manageAppVersionAndBuildNumber, false);
  });
});

describe('privacy', () => {
  const answers = readJson('docs/app-privacy.json');
  // As fastlane's upload_app_privacy_details_to_app_store names them; one is not like the others.
  const categoryOf = (type) =>
    type === 'OtherDataTypes'
      ? 'OTHER_DATA'
      : type.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  const withoutPrefix = (name) => name.replace(/^NSPrivacyCollectedDataType(Purpose)?/, '');

  it('is in the manifest as it is in docs/app-privacy.json', () => {
    assert.deepEqual(
      privacy.NSPrivacyCollectedDataTypes,
      answers.dataTypes.map(({ type, linked, tracking, purposes }) => ({
        NSPrivacyCollectedDataType: type,
        NSPrivacyCollectedDataTypeLinked: linked,
        NSPrivacyCollectedDataTypePurposes: purposes,
        NSPrivacyCollectedDataTypeTracking: tracking,
      })),
    );
    assert.equal(privacy.NSPrivacyTracking, answers.tracking);
    assert.deepEqual(privacy.NSPrivacyTrackingDomains, []);
  });

  it('is answered to App Store Connect in the same way', () => {
    assert.deepEqual(
      readJson('ios/app-privacy-details.json'),
      answers.dataTypes.map(({ type, purposes }) => ({
        category: categoryOf(withoutPrefix(type)),
        purposes: purposes.map((purpose) => categoryOf(withoutPrefix(purpose))),
        data_protections: ['DATA_LINKED_TO_YOU'],
      })),
    );
    for (const { linked, tracking } of answers.dataTypes)
      assert.deepEqual({ linked, tracking }, { linked: true, tracking: false });
  });

  it('names what docs/PRIVACY.md says is collected', () => {
    const words = {
      Name: 'name',
      EmailAddress: 'e-mail address',
      UserID: 'user id',
      DeviceID: 'device id',
      OtherUserContent: 'messages',
      OtherDataTypes: 'birth data',
    };
    const [, said] = /^## The App Store's questions\n([^]*)/m.exec(readText('docs/PRIVACY.md'));
    for (const { type } of answers.dataTypes)
      assert.ok(said.includes(words[withoutPrefix(type)]), `${type} is not in docs/PRIVACY.md`);
    assert.match(said, /not used for tracking/);
  });

  it('gives a reason for each interface that Apple wants one for', () => {
    // developer.apple.com/documentation/bundleresources/describing-use-of-required-reason-api
    const reasons = {
      NSPrivacyAccessedAPICategoryUserDefaults: ['CA92.1', '1C8F.1', 'C56D.1', 'AC6B.1'],
    };
    for (const { NSPrivacyAccessedAPIType: type, NSPrivacyAccessedAPITypeReasons: given } of
      privacy.NSPrivacyAccessedAPITypes) {
      assert.ok(given.length > 0);
      for (const reason of given) assert.ok(reasons[type]?.includes(reason), `${type} ${reason}`);
    }
  });
});
