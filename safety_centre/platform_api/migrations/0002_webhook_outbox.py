"""Tables made anew: no webhook could be subscribed before, and counted requests are remembered for a day only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('platform_api', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name='WebhookDelivery'),
        migrations.DeleteModel(name='Webhook'),
        migrations.DeleteModel(name='IdempotentAnswer'),
        migrations.CreateModel(
            name='CountedRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64)),
                ('request_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(db_index=True)),
                ('api_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='platform_api.apikey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('api_key', 'key_hash'), name='one_count_an_idempotency_key')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('secret_number', models.PositiveIntegerField(default=1)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('api_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='platform_api.apikey')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'constraints': [models.UniqueConstraint(fields=('api_key', 'url'), name='one_webhook_an_address')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncedPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_touched', models.BooleanField(db_index=True, default=True)),
                ('version', models.CharField(blank=True, max_length=32)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('teen', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('body', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('given-up', 'Given up')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('last_answer', models.CharField(blank=True, help_text='a status code or what kept it from arriving', max_length=80)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='platform_api.announcedpolicy')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='platform_api.webhook')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_try_at'], name='platform_ap_state_8aba46_idx')],
            },
        ),
    ]
