"""Phrases -> a tuned encoder. Run through `npm run train:encoder`; options below, defaults are those of the shipped one."""
import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional
from transformers import AutoModel, PreTrainedTokenizerFast

from augment import augment, romanise
from encoder import Encoder
from restore import restore
from vocabulary import choose_tokens, cut_embeddings, cut_tokenizer

CALM = "calm"
LONGEST_TOKENS = 128


def main() -> None:
    options = read_options()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    phrases = [json.loads(line) for line in open(options.phrases)]
    labels = {
        "topic": sorted({phrase["intent"] for phrase in phrases}),
        "urgency": [CALM, *sorted({phrase["urgent"] for phrase in phrases if phrase["urgent"]})],
        "language": sorted({phrase["lang"] for phrase in phrases}),
    }
    out = Path(options.out)
    full = load_tokenizer(Path(options.base))
    texts = [phrase["text"] for phrase in phrases]
    keep = kept_before(full, Path(options.go_on_from)) if options.go_on_from else choose_tokens(
        full, Path(options.base) / "token-frequencies.json", texts, options.vocabulary
    )
    cut_tokenizer(Path(options.base), keep, out)
    tokenizer = load_tokenizer(out)
    transformer = AutoModel.from_pretrained(options.base, add_pooling_layer=False, dtype=torch.float32, attn_implementation="sdpa")
    cut_embeddings(transformer, keep, LONGEST_TOKENS)
    model = Encoder(transformer, *(len(labels[head]) for head in ("topic", "urgency", "language")))
    if options.go_on_from:
        model.load_state_dict(restore(Path(options.go_on_from) / "model.onnx", list(model.state_dict())))
    else:
        place_heads(model, tokenizer, texts, [labels["topic"].index(phrase["intent"]) for phrase in phrases])
    # Darija is written in both scripts by the same people: each phrase in Arabic letters is met in Latin ones too.
    romanised = [{**phrase, "lang": "ary-Latn", "romanise": True} for phrase in phrases if phrase["lang"] == "ary"]
    tune(model, tokenizer, phrases + romanised, labels, options)
    torch.save(model.state_dict(), out / "encoder.pt")
    (out / "labels.json").write_text(json.dumps(labels))
    transformer.config.save_pretrained(out)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True, help="directory of the public encoder")
    parser.add_argument("--phrases", required=True, help="output of `dalil phrases`")
    parser.add_argument("--out", required=True)
    parser.add_argument("--go-on-from", help="directory of a tuned encoder (models/encoder) with the same topics: its weights and tokens are the start")
    parser.add_argument("--development", help="JSON lines to watch the training by; never trained on")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--vocabulary", type=int, default=31_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-precision", action="store_true")
    parser.add_argument("--most-steps", type=int, default=0, help="stop early, to try the pipeline")
    return parser.parse_args()


def load_tokenizer(directory: Path):
    return PreTrainedTokenizerFast(
        tokenizer_file=str(directory / "tokenizer.json"), bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )


def kept_before(full, directory: Path) -> list[int]:
    vocabulary = full.get_vocab()
    return sorted(vocabulary[token] for token, _ in json.loads((directory / "tokenizer.json").read_text())["model"]["vocab"])


def encode(model, tokenizer, texts, size=64):
    """Yields the outputs of the model for texts sorted by length, with their places."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(order), size):
            places = order[start : start + size]
            batch = tokenizer([texts[at] for at in places], padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt")
            yield places, model(batch["input_ids"], batch["attention_mask"])


def place_heads(model, tokenizer, texts, topics) -> None:
    """Centre of all embeddings, and each topic's weights at the mean of its phrases: the tuning starts from there."""
    some = random.sample(range(len(texts)), min(len(texts), 6000))
    embeddings = torch.zeros(len(some), 384)
    for places, (embedding, *_) in encode(model, tokenizer, [texts[at] for at in some]):
        embeddings[places] = embedding
    model.centre.copy_(embeddings.mean(0))
    for topic in range(model.topic.out_features):
        mine = [row for row, at in enumerate(some) if topics[at] == topic]
        if mine:
            model.topic.weight.data[topic] = functional.normalize(embeddings[mine].mean(0) - model.centre, dim=0)
    model.topic.bias.data.zero_()


def tune(model, tokenizer, phrases, labels, options) -> None:
    topics = torch.zeros(len(phrases), len(labels["topic"]))
    for row, phrase in enumerate(phrases):
        also = [topic for topic in phrase["also"] if topic in labels["topic"]]
        topics[row, labels["topic"].index(phrase["intent"])] = 1 - 0.25 * bool(also)
        for topic in also:
            topics[row, labels["topic"].index(topic)] += 0.25 / len(also)
    kinds = torch.tensor([labels["urgency"].index(phrase["urgent"] or CALM) for phrase in phrases])
    languages = torch.tensor([labels["language"].index(phrase["lang"]) for phrase in phrases])
    weight = class_weights(topics.sum(0))
    model.transformer.embeddings.word_embeddings.weight.requires_grad = False
    groups = layer_groups(model, options)
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = math.ceil(len(phrases) / options.batch) * options.epochs
    steps = int(min(steps, options.most_steps or steps))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [group["lr"] for group in groups], total_steps=steps + 1, pct_start=0.08, anneal_strategy="linear"
    )
    average, averaged = None, 0
    chance = random.Random(options.seed)
    step, started, losses = 0, time.time(), []
    while step < steps:
        for places in batches(phrases, options.batch, chance):
            texts = [augment(text_of(phrases[at], chance), chance) for at in places]
            batch = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt")
            model.train()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.full_precision):
                _, topic, urgency, language = model(batch["input_ids"], batch["attention_mask"])
            wanted = topics[places] * (1 - options.smoothing) + options.smoothing / topics.shape[1]
            loss = (
                functional.cross_entropy(topic.float(), wanted, weight=weight)
                + 0.5 * functional.cross_entropy(urgency.float(), kinds[places], label_smoothing=0.02)
                + 0.2 * functional.cross_entropy(language.float(), languages[places], label_smoothing=0.02)
            )
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            losses.append(loss.item())
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {numpy.mean(losses[-100:]):.3f} {time.time() - started:.0f} s", flush=True)
            # Mean of the weights over the last quarter: calmer than any of them.
            if step >= steps * 0.75 and step % 20 == 0:
                state = {name: value.detach().clone() for name, value in model.state_dict().items()}
                averaged += 1
                if average is None:
                    average = state
                else:
                    for name, value in state.items():
                        if value.is_floating_point():
                            average[name] += (value - average[name]) / averaged
            if step % 800 == 0 and options.development:
                evaluate(model, tokenizer, labels, options.development)
            if step >= steps:
                break
    if average is not None:
        model.load_state_dict(average)
    if options.development:
        evaluate(model, tokenizer, labels, options.development)


def text_of(phrase, chance) -> str:
    return romanise(phrase["text"], chance) if phrase.get("romanise") else phrase["text"]


def class_weights(counts):
    """Inverse square root of how often each occurs: rare topics count more, but not in full."""
    weights = (counts.mean() / counts.clamp(min=1)).sqrt()
    return weights / weights.mean()


def layer_groups(model, options):
    """The lower the layer, the smaller its steps: what it knows is more general."""
    layers = model.transformer.encoder.layer
    groups = [{"params": list(model.transformer.embeddings.parameters())[1:], "lr": options.rate * options.layer_decay ** len(layers)}]
    for at, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": options.rate * options.layer_decay ** (len(layers) - 1 - at)})
    heads = [*model.topic.parameters(), *model.urgency.parameters(), *model.language.parameters()]
    groups.append({"params": heads, "lr": options.rate * 5})
    return groups


def batches(phrases, size, chance):
    """Places in batches of about the same length, in random order: little is spent on padding."""
    order = list(range(len(phrases)))
    chance.shuffle(order)
    pools = [order[start : start + size * 50] for start in range(0, len(order), size * 50)]
    made = []
    for pool in pools:
        pool.sort(key=lambda at: len(phrases[at]["text"]))
        made += [pool[start : start + size] for start in range(0, len(pool), size)]
    chance.shuffle(made)
    return made


def evaluate(model, tokenizer, labels, file) -> None:
    rows = [json.loads(line) for line in open(file)]
    known = set(labels["topic"])
    right = third = scoped = 0
    danger, alarms, calm = [0, 0], 0, 0
    for places, (_, topic, urgency, _) in encode(model, tokenizer, [row["text"] for row in rows]):
        best = topic.topk(3).indices.tolist()
        alarm = (1 - urgency.softmax(-1)[:, 0]).tolist()
        for place, tops, risk in zip(places, best, alarm):
            row = rows[place]
            if row.get("urgent"):
                danger[0] += 1
                danger[1] += risk > 0.3
            else:
                calm += 1
                alarms += risk > 0.3
            if row["intent"] == "oos" or row["intent"] not in known:
                continue
            names = [labels["topic"][at] for at in tops]
            scoped += 1
            right += names[0] == row["intent"]
            third += row["intent"] in names
    print(
        f"development: top-1 {right / scoped:.3f} top-3 {third / scoped:.3f} of {scoped};"
        f" urgent {danger[1]}/{danger[0]}, false alarms {alarms}/{calm}",
        flush=True,
    )


if __name__ == "__main__":
    main()
