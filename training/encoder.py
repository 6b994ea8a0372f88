"""The encoder with its heads: one pass gives the embedding, the topic, the danger and the language."""
import torch
from torch import nn
from torch.nn import functional

# Scale of the softmax over cosines: embeddings of this encoder lie in a narrow cone, so differences are small.
TOPIC_SCALE = 30.0
# The language shows in the lower layers; the upper ones learn to forget it, because a topic has the same place in all.
LANGUAGE_LAYER = 4


class Encoder(nn.Module):
    """Token ids and mask (batch x length) -> embedding (batch x 384, length 1), logits of topic, urgency, language."""

    def __init__(self, transformer, topics: int, kinds: int, languages: int):
        super().__init__()
        self.transformer = transformer
        width = transformer.config.hidden_size
        self.register_buffer("centre", torch.zeros(width))
        self.topic = nn.Linear(width, topics)
        self.urgency = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, kinds))
        self.language = nn.Linear(width, languages)

    def forward(self, input_ids, attention_mask):
        states = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        )
        mask = attention_mask.unsqueeze(-1).to(states.last_hidden_state.dtype)
        count = mask.sum(1).clamp(min=1)
        mean = (states.last_hidden_state * mask).sum(1) / count
        embedding = functional.normalize(mean, dim=-1)
        low = (states.hidden_states[LANGUAGE_LAYER] * mask).sum(1) / count
        centred = embedding - self.centre
        topic = TOPIC_SCALE * functional.linear(centred, self.topic.weight) + self.topic.bias
        return embedding, topic, self.urgency(TOPIC_SCALE * centred), self.language(low)
