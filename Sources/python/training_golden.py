"""Writes the golden of TrainingTests: two AdamW steps of a tiny guardian, computed by PyTorch.

    python Sources/python/training_golden.py Tests/TrainingTests/Goldens

Needs torch and transformers. Writes `step.json` (configuration, examples, settings, losses) and `step.f32`
(little-endian f32: parameters before, gradients of the first step before clipping, parameters after two steps;
each in the order of `LlamaConfiguration.parameterShapes`).
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F
from transformers import LlamaConfig, LlamaForCausalLM

PRED, SAFE, UNSAFE, CATEGORIES = 3, 4, 5, [6, 7, 8]
SHAPE = dict(
    vocab_size=64, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
    num_key_value_heads=1, head_dim=8, max_position_embeddings=32, rope_theta=10000.0, rms_norm_eps=1e-5,
    tie_word_embeddings=True,
)
SETTINGS = dict(
    categoryWeight=0.7, languageWeight=0.3, learningRate=1e-2, beta1=0.9, beta2=0.95, epsilon=1e-6,
    weightDecay=0.1, clipNorm=0.5,
)
EXAMPLES = [
    dict(ids=[1, 20, 21, 22, 23, 24, 25, 3], label=1.0, categories=[1.0, 0.0, None], weight=1.5,
         learnsLanguage=True),
    dict(ids=[1, 30, 31, 20, 3], label=0.25, categories=[None, None, 0.5], weight=1.0, learnsLanguage=False),
    dict(ids=[1, 40, 41, 42, 43, 44, 45, 46, 47, 48, 2], label=None, categories=[], weight=0.5,
         learnsLanguage=True),
    dict(ids=[1, 50, 3], label=0.0, categories=[0.0, 0.0, 0.0], weight=2.0, learnsLanguage=True),
]
STEPS = 2


def ordered(model):
    """The parameters in the order of `parameterShapes`, which is the order of registration per layer there."""
    named = dict(model.named_parameters())
    names = ["model.embed_tokens.weight"]
    for layer in range(SHAPE["num_hidden_layers"]):
        names += [
            f"model.layers.{layer}.{name}.weight"
            for name in (
                "input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
                "self_attn.o_proj", "post_attention_layernorm", "mlp.gate_proj", "mlp.up_proj",
                "mlp.down_proj",
            )
        ]
    names.append("model.norm.weight")
    assert sorted(names) == sorted(named), sorted(set(named) ^ set(names))
    return [(name, named[name]) for name in names]


def losses(model):
    """The three parts of the loss as `Losses` documents them."""
    readers = [e for e in EXAMPLES if e["label"] is not None or any(c is not None for c in e["categories"])]
    divisor = sum(e["weight"] for e in readers)
    label = category = language = torch.zeros(())
    language_weight = 0.0
    for example in EXAMPLES:
        ids = torch.tensor([example["ids"]])
        logits, weight = model(input_ids=ids).logits[0], example["weight"]
        last = logits[-1]
        if example["label"] is not None:
            target = torch.tensor([1 - example["label"], example["label"]])
            label = label + weight * -(target * F.log_softmax(last[[SAFE, UNSAFE]], 0)).sum()
        for row, target in zip(CATEGORIES, example["categories"]):
            if target is not None:
                part = F.binary_cross_entropy_with_logits(last[row], torch.tensor(target))
                category = category + weight * part / len(CATEGORIES)
        if example["learnsLanguage"]:
            end = len(example["ids"]) - (example["ids"][-1] == PRED)
            language = language + weight * F.cross_entropy(logits[: end - 1], ids[0, 1:end], reduction="sum")
            language_weight += weight * (end - 1)
    label, category, language = label / divisor, category / divisor, language / language_weight
    total = label + SETTINGS["categoryWeight"] * category + SETTINGS["languageWeight"] * language
    return total, label, category, language


def flat(tensors):
    return torch.cat([t.detach().reshape(-1) for t in tensors]).numpy().astype("<f4").tobytes()


def main(folder):
    torch.manual_seed(20260101)
    torch.set_num_threads(1)
    model = LlamaForCausalLM(LlamaConfig(**SHAPE, attn_implementation="eager"))
    parameters = ordered(model)
    with torch.no_grad():
        for _, parameter in parameters:
            torch.nn.init.normal_(parameter, mean=1.0 if parameter.dim() == 1 else 0.0, std=0.2)
    decayed = [p for n, p in parameters if p.dim() > 1 and n != "model.embed_tokens.weight"]
    others = [p for n, p in parameters if p.dim() == 1 or n == "model.embed_tokens.weight"]
    optimizer = torch.optim.AdamW(
        [dict(params=decayed, weight_decay=SETTINGS["weightDecay"]), dict(params=others, weight_decay=0.0)],
        lr=SETTINGS["learningRate"], betas=(SETTINGS["beta1"], SETTINGS["beta2"]), eps=SETTINGS["epsilon"],
    )
    before, reports, gradients = flat(p for _, p in parameters), [], None
    for _ in range(STEPS):
        optimizer.zero_grad()
        total, label, category, language = losses(model)
        total.backward()
        gradients = gradients or flat(p.grad for _, p in parameters)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), SETTINGS["clipNorm"])
        optimizer.step()
        reports.append(
            dict(total=total.item(), label=label.item(), category=category.item(), language=language.item(),
                 gradientNorm=norm.item())
        )
    after = flat(p for _, p in parameters)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "step.f32").write_bytes(before + gradients + after)
    golden = dict(configuration=SHAPE, settings=SETTINGS, examples=EXAMPLES, steps=reports)
    (folder / "step.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
