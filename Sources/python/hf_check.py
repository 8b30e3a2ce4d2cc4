"""Checks Haechi's checkpoints against Hugging Face `transformers`.

    hf_check.py golden FOLDER              make the tiny golden: a checkpoint that `transformers` wrote, and its logits
    hf_check.py logits FOLDER 1,5,9,3      load a checkpoint unchanged and print the last position's logits as JSON

Needs torch and transformers; neither the build nor the tests do.
"""

import json
import pathlib
import sys

import torch
import transformers

MASK = (1 << 64) - 1
SEQUENCES = [[1], [1, 17, 42, 3], [1] + [(7 * i + 11) % 64 for i in range(30)] + [3]]


def mixed(state):
    """The output function of SplitMix64 (Steele, Lea and Flood, 2014)."""
    z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fill(model, seed):
    """Gives every parameter, in the order of its name, values that depend on the seed alone."""
    state = seed
    with torch.no_grad():
        for _, parameter in sorted(model.named_parameters()):
            values = []
            for _ in range(parameter.numel()):
                state = (state + 0x9E3779B97F4A7C15) & MASK
                values.append((mixed(state) >> 40) * 2.0**-23 - 1)
            unit = torch.tensor(values, dtype=torch.float32).reshape(parameter.shape)
            is_norm = parameter.dim() == 1
            parameter.copy_(1 + unit / 4 if is_norm else unit * parameter.shape[-1] ** -0.5)


def logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].float()


def golden(folder):
    config = transformers.LlamaConfig(
        vocab_size=64, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=8, max_position_embeddings=32, rope_theta=10000.0,
        rms_norm_eps=1e-5, tie_word_embeddings=True, attention_bias=False, mlp_bias=False)
    model = transformers.LlamaForCausalLM(config).eval()
    fill(model, seed=20)
    model.save_pretrained(folder)
    cases = [{"ids": ids, "logits": logits(model, ids)[-1].tolist()} for ids in SEQUENCES]
    (pathlib.Path(folder) / "logits.json").write_text(json.dumps(cases))
    # An empty file is an empty SentencePiece model; the folder's layout asks for one.
    (pathlib.Path(folder) / "tokenizer.model").write_bytes(b"")


def load(folder):
    """The model of a folder, where not one parameter is missing or left over."""
    model, info = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    left = {key: list(value) for key, value in info.items() if value}
    if left:
        sys.exit(f"{folder}: {left}")
    return model.eval()


def main():
    match sys.argv[1:]:
        case ["golden", folder]:
            golden(folder)
        case ["logits", folder, ids]:
            ids = [int(id) for id in ids.split(",")]
            print(json.dumps(logits(load(folder), ids)[-1].tolist()))
        case _:
            sys.exit(__doc__)


main()
