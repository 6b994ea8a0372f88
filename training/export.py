"""Tuned encoder -> `model.onnx` (8-bit), checked against the untouched PyTorch model, with its model card."""
import argparse
import hashlib
import json
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoConfig, AutoModel

from encoder import Encoder
from tune import LONGEST_TOKENS, load_tokenizer

OUTPUTS = ["sentence_embedding", "topic_scores", "urgency_scores", "language_scores"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuned", required=True, help="directory written by tune.py")
    parser.add_argument("--phrases", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    tuned, out = Path(options.tuned), Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    model, tokenizer, labels = load(tuned)
    exact = tuned / "exact.onnx"
    export(model, tokenizer, exact)
    quantize_dynamic(
        exact, out / "model.onnx", per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads(exact),
    )
    (out / "tokenizer.json").write_text((tuned / "tokenizer.json").read_text())
    identity = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()[:16]
    (out / "labels.json").write_text(json.dumps({"id": identity, **labels}) + "\n")
    phrases = [json.loads(line) for line in open(options.phrases)]
    step = max(1, len(phrases) // 1000)
    texts = [phrase["text"] for phrase in phrases][::step][:1000]
    agreement = compare(model, tokenizer, out / "model.onnx", texts)
    write_examples(tokenizer, out, texts[::50])
    card(out, options, phrases, agreement)
    print(json.dumps(agreement))


def load(tuned: Path):
    labels = json.loads((tuned / "labels.json").read_text())
    config = AutoConfig.from_pretrained(tuned)
    transformer = AutoModel.from_config(config, attn_implementation="eager", add_pooling_layer=False)
    model = Encoder(transformer, *(len(labels[head]) for head in ("topic", "urgency", "language")))
    model.load_state_dict(torch.load(tuned / "encoder.pt"))
    return model.eval(), load_tokenizer(tuned), labels


def export(model, tokenizer, path: Path) -> None:
    sample = tokenizer(["bonjour tout le monde", "salut"], padding=True, return_tensors="pt")
    torch.onnx.export(
        model, (sample["input_ids"], sample["attention_mask"]), path,
        input_names=["input_ids", "attention_mask"], output_names=OUTPUTS,
        dynamic_shapes=({0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=LONGEST_TOKENS)},) * 2,
        dynamo=True, external_data=False, optimize=True,
    )


def heads(path: Path) -> list[str]:
    """The last matrices of the heads stay exact: nothing is won by rounding them. The rounding renames a Gemm before it looks."""
    graph = onnx.load(path, load_external_data=False).graph
    names = [node.name for node in graph.node if any(part in name for name in node.input for part in ("topic", "urgency.2", "language."))]
    return [*names, *(f"{name}_MatMul" for name in names)]


def compare(model, tokenizer, path: Path, texts: list[str]) -> dict:
    """Cosines of the embeddings and agreement of the topics between the exact model and the 8-bit file."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    cosines, same, differences = [], 0, []
    for text in texts:
        batch = tokenizer([text], truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt")
        with torch.inference_mode():
            exact = [output.numpy() for output in model(batch["input_ids"], batch["attention_mask"])]
        rounded = session.run(OUTPUTS, {"input_ids": batch["input_ids"].numpy(), "attention_mask": batch["attention_mask"].numpy()})
        cosines.append(float((exact[0] * rounded[0]).sum()))
        same += int(exact[1].argmax() == rounded[1].argmax())
        differences.append(float(numpy.abs(exact[1] - rounded[1]).max()))
    return {
        "texts": len(texts), "meanCosine": round(float(numpy.mean(cosines)), 4), "leastCosine": round(min(cosines), 4),
        "sameTopic": round(same / len(texts), 4), "medianLogitDifference": round(float(numpy.median(differences)), 3),
    }


def write_examples(tokenizer, out: Path, texts: list[str]) -> None:
    """A few texts with their tokens and scores: the product's test compares what its own runtime makes of them."""
    session = onnxruntime.InferenceSession(out / "model.onnx", providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        batch = tokenizer([text], truncation=True, max_length=LONGEST_TOKENS, return_tensors="np")
        embedding, topic, *_ = session.run(OUTPUTS, {name: batch[name].astype("int64") for name in ("input_ids", "attention_mask")})
        rows.append({"text": text, "embedding": [round(float(value), 4) for value in embedding[0][:8]], "topic": int(topic[0].argmax())})
    (out / "examples.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def card(out: Path, options, phrases, agreement) -> None:
    digest = hashlib.sha256(open(options.phrases, "rb").read()).hexdigest()[:16]
    size = sum(file.stat().st_size for file in out.iterdir()) / 1e6
    template = (Path(__file__).parent / "model-card.md").read_text()
    values = {"phrases": f"{len(phrases):,}", "hash": digest, "megabytes": f"{size:.1f}", **{name: str(value) for name, value in agreement.items()}}
    for name, value in values.items():
        template = template.replace("{{" + name + "}}", value)
    (out / "README.md").write_text(template)


if __name__ == "__main__":
    main()
