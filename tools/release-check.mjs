// Tells what still has to be put right before a release; see CONTRIBUTING.md, "Releases".
// Arguments: the tag, e.g. v1.2.0, and on GitHub the repository, e.g. somebody/n8n-nodes-waha-groups.
import fs from 'node:fs';

const [tag = '', repository = ''] = process.argv.slice(2);
const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const sections = fs.readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
const { version, author, homepage = '' } = manifest;
const url = manifest.repository?.url ?? '';
const section = sections.find((one) => one.startsWith(`[${version}]`));
const unreleased = sections.find((one) => one.startsWith('[Unreleased]')) ?? '';

const problems = [
	[tag.replace(/^v/, '') !== version, `the tag ${tag} is not the version ${version}`],
	[section === undefined, `CHANGELOG.md has no section [${version}]`],
	[
		section !== undefined && !/^\S+ - \d{4}-\d\d-\d\d\n/.test(section),
		`the section [${version}] of CHANGELOG.md has no date`,
	],
	[unreleased.includes('\n- '), 'CHANGELOG.md has changes under [Unreleased]'],
	[url === '', 'package.json has no repository: npm refuses provenance without it'],
	[
		url !== '' && !url.replace(/\.git$/, '').endsWith(`github.com/${repository}`),
		`the repository in package.json is not github.com/${repository}`,
	],
	[/ contributors$/.test(author?.name ?? ' contributors'), "the author's name is a placeholder"],
	[/\.example$/.test(author?.email ?? '.example'), "the author's address is a placeholder"],
	[/^https:\/\/waha\./.test(homepage), "the homepage is WAHA's, not this project's"],
].flatMap(([wrong, words]) => (wrong ? [words] : []));

for (const words of problems) console.error(`Not ready: ${words}.`);
if (problems.length === 0) console.log(`Ready: ${version}`);
process.exitCode = problems.length === 0 ? 0 : 1;
