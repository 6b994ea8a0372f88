// Nothing downloads a browser during an install: whoever needs one names it or uses the packaged one.
module.exports = { skipDownload: true }
