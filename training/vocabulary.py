"""Cuts a unigram vocabulary to the tokens that our phrases and common text use, so that the encoder stays small."""
import json
from pathlib import Path

import torch


def choose_tokens(tokenizer, frequencies_file: Path, texts: list[str], size: int) -> list[int]:
    """Ids to keep, in their old order: special tokens, single characters, all tokens of `texts`, then the commonest."""
    vocabulary = tokenizer.get_vocab()
    keep = set(tokenizer.all_special_ids)
    for token, index in vocabulary.items():
        if len(token.replace("▁", "")) <= 1 or token.replace("▁", "").isdigit():
            keep.add(index)
    for start in range(0, len(texts), 1000):
        for ids in tokenizer(texts[start : start + 1000])["input_ids"]:
            keep.update(ids)
    commonest = json.loads(frequencies_file.read_text())
    for index in (int(key) for key in commonest):  # commonest first
        if len(keep) >= size:
            break
        keep.add(index)
    return sorted(keep)


def cut_tokenizer(base: Path, keep: list[int], target: Path) -> None:
    """Writes `tokenizer.json` with only the kept tokens; ids are their places in `keep`."""
    data = json.loads((base / "tokenizer.json").read_text())
    place = {old: new for new, old in enumerate(keep)}
    vocabulary = data["model"]["vocab"]
    data["model"]["vocab"] = [vocabulary[old] for old in keep]
    data["model"]["unk_id"] = place[data["model"]["unk_id"]]
    for token in data["added_tokens"]:
        token["id"] = place[token["id"]]
    for token in data["post_processor"]["special_tokens"].values():
        token["ids"] = [place[old] for old in token["ids"]]
    target.mkdir(parents=True, exist_ok=True)
    (target / "tokenizer.json").write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def cut_embeddings(model, keep: list[int], positions: int) -> None:
    """Keeps the rows of the kept tokens and the first `positions` positions."""
    words = model.embeddings.word_embeddings
    pad = keep.index(words.padding_idx) if words.padding_idx in keep else None
    smaller = torch.nn.Embedding(len(keep), words.embedding_dim, padding_idx=pad)
    smaller.weight.data.copy_(words.weight.data[keep])
    model.embeddings.word_embeddings = smaller
    model.config.vocab_size = len(keep)
    places = model.embeddings.position_embeddings
    rows = min(positions, places.num_embeddings)
    fewer = torch.nn.Embedding(rows, places.embedding_dim)
    fewer.weight.data.copy_(places.weight.data[:rows])
    model.embeddings.position_embeddings = fewer
    model.config.max_position_embeddings = rows
