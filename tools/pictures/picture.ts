import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

/** The folder of the pictures in the docs. */
export const images = path.resolve(__dirname, '..', '..', 'docs', 'images');

/** A part of the window, in pixels of the page. */
export interface Part {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The part of the window that these things cover, with some pixels around it. */
export async function partWith(things: Locator[], around = 0): Promise<Part> {
	const boxes = await Promise.all(things.map((thing) => thing.boundingBox()));
	const found = boxes.filter((box) => box !== null);
	if (found.length < things.length) throw new Error('Something to picture is not on the page');
	const left = Math.min(...found.map(({ x }) => x)) - around;
	const top = Math.min(...found.map(({ y }) => y)) - around;
	const right = Math.max(...found.map(({ x, width }) => x + width)) + around;
	const bottom = Math.max(...found.map(({ y, height }) => y + height)) + around;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Photographs a part of the window into docs/images, as a small PNG. */
export async function photograph(page: Page, name: string, clip?: Part): Promise<void> {
	const shot = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
	// Few colours are enough for letters on flat grounds, and keep the file small.
	const picture = sharp(shot).png({ palette: true, colours: 128, effort: 10 });
	const { width, height, size } = await picture.toFile(path.join(images, `${name}.png`));
	console.log(`${name}.png  ${width} × ${height}  ${Math.round(size / 1024)} kB`);
}
